"""The model card: what a model is for, what it was trained on, how it did, and where it fails."""

from __future__ import annotations

import json
from typing import Any

from stance.learning.heads import Heads

__all__ = ["model_card"]


def model_card(heads: Heads) -> str:
    """Write the card that `Model.save` puts beside the weights, with front matter as model hubs read it."""
    facts = heads.facts
    return "\n".join([*_front_matter(heads), "", *_body(heads, facts), ""])


def _front_matter(heads: Heads) -> list[str]:
    tags = ["stance-detection", "sentiment-analysis", "political-text", *(topic.id for topic in heads.topics)]
    return [
        "---",
        "language: en",
        f"license: {json.dumps(heads.facts.get('license', 'other'))}",
        "library_name: stance-nlp",
        "pipeline_tag: text-classification",
        "tags:",
        *(f"- {json.dumps(tag, ensure_ascii=False)}" for tag in tags),
        "---",
    ]


def _body(heads: Heads, facts: dict[str, Any]) -> list[str]:
    lines = [
        "# A model of `stance`",
        "",
        "Labels English press statements: the topics they touch, the stance on each (favor, against, neutral), and the",
        "tone. Linear weights over hashed words, word pairs, letters and lexicon tags; no part of it is ever run as code.",
        "",
        "## Intended use",
        "",
        "Describing what is said in public statements, in aggregate or as a draft that people check. It judges the wording",
        "of one statement, not what its speaker believes, and is no ground for decisions about a person. Shares computed",
        "from its labels carry its errors: correct them with a labelled sample (`stance.prevalence`).",
        "",
        "## Topics and training data",
        "",
        "| topic | favor of | favor | against | neutral |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for topic in heads.topics:
        counts = facts.get("labels", {}).get(topic.id, {})
        shown = " | ".join(f"{counts.get(stance, 0):,}" for stance in ("favor", "against", "neutral"))
        lines.append(f"| {topic.id} | {topic.description.replace('|', '/') or topic.name} | {shown} |")
    lines += [
        "",
        f"Statements: {facts.get('statements', 0):,}, of which {facts.get('untouched', 0):,} touch none of the topics. "
        f"SHA-256 of the data: `{facts.get('data_sha256', 'unknown')}`. {facts.get('data', '')}".strip(),
        "",
        f"The model holds no training text{facts.get('holds', '')}: only weights of hashed features.",
    ]
    lines += _figures(facts)
    for title, text in facts.get("notes", {}).items():
        lines += ["", f"## {title}", "", text]
    return lines


def _figures(facts: dict[str, Any]) -> list[str]:
    figures = facts.get("figures", {})
    if not figures:
        return []
    lines = ["", "## Figures", ""]
    for name, rows in figures.items():
        lines += [f"{name}", "", "| figure | value |", "| --- | ---: |"]
        lines += [f"| {key} | {value} |" for key, value in rows.items()]
        lines.append("")
    return lines[:-1]
