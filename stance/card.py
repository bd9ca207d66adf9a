"""The model card: what a model is for, what it was trained on, how it did, and where it fails."""

from __future__ import annotations

import json
from typing import Any

from stance.labels import STANCES
from stance.learning.heads import Heads
from stance.learning.metrics import FIGURES

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
        *_model_index(heads.facts),
        "---",
    ]


def _model_index(facts: dict[str, Any]) -> list[str]:
    """Say in the hubs' form how the model did on training data that it had not seen."""
    figures = facts.get("cross_validation", {}).get("figures", {})
    names = ("pair_f1", "topic_f1", "stance_f1", "sentiment_f1")
    shown = [(name, figures[name][0]) for name in names if name in figures]
    if not shown:
        return []
    lines = ["metrics:", "- f1", "model-index:", "- name: stance", "  results:", "  - task:"]
    lines += ["      type: text-classification", "    dataset:", "      name: training data, cross-validated"]
    lines += [f"      type: {json.dumps(facts.get('data_sha256', 'unknown')[:16])}", "    metrics:"]
    for name, value in shown:
        lines += ["    - type: f1", f"      name: {name}", f"      value: {value:.4f}"]
    return lines


def _body(heads: Heads, facts: dict[str, Any]) -> list[str]:
    lines = [
        "# A model of `stance`",
        "",
        "Labels English press statements: the topics they touch, the stance on each (favor, against, neutral), and",
        "the tone. Linear weights over hashed words, word pairs, letters and lexicon tags; no part of it is ever run",
        "as code.",
        "",
        "## Intended use",
        "",
        "Describing what is said in public statements, in aggregate or as a draft that people check. It judges the",
        "wording of one statement, not what its speaker believes, and is no ground for decisions about a person.",
        "Shares computed from its labels carry its errors: correct them with a labelled sample (`stance.prevalence`).",
        "",
        "## Topics and training data",
        "",
        "| topic | favor of | favor | against | neutral |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for topic in heads.topics:
        counts = facts.get("labels", {}).get(topic.id, {})
        shown = " | ".join(f"{counts.get(stance, 0):,}" for stance in STANCES)
        lines.append(f"| {_cell(topic.id)} | {_cell(topic.description or topic.name)} | {shown} |")
    lines += [
        "",
        f"Statements: {facts.get('statements', 0):,}, of which {facts.get('untouched', 0):,} touch none of the topics. "
        f"SHA-256 of the data: `{facts.get('data_sha256', 'unknown')}`. {facts.get('data', '')}".strip(),
    ]
    lines += [*_updates(facts), "", "## What it holds", "", _holdings(heads, facts)]
    lines += [*_cross_validation(heads, facts), *_promotion(facts), *_figures(facts)]
    # Sorted: after loading the facts stand in the order of model.json, and the card shall not change with it.
    for title, text in sorted(facts.get("notes", {}).items()):
        lines += ["", f"## {title}", "", text]
    return lines


def _cell(text: str) -> str:
    """Keep a text of the user's in its cell."""
    return " ".join(text.replace("|", "/").split())


def _updates(facts: dict[str, Any]) -> list[str]:
    lines = []
    for entry in facts.get("updates", []):
        topics = ", ".join(_cell(topic) for topic in entry["topics"])
        about = f"{entry['statements']:,} statements on {topics}"
        lines.append(f"- Updated with {about}; SHA-256 `{entry['data_sha256']}`.")
        for topic, figures in sorted(entry.get("new_topics", {}).items()):
            lines.append(
                f"  New: {_cell(topic)}; cross-validated ({entry['folds']} folds): topic F1 {figures['topic_f1']:.3f}, "
                f"accuracy of the stance {figures['stance_acc']:.3f} (majority {figures['stance_majority']:.3f})."
            )
    return ["", *lines] if lines else []


def _holdings(heads: Heads, facts: dict[str, Any]) -> str:
    text = f"No training text{facts.get('holds', '')}: weights of hashed features"
    if heads.memory is None:
        return f"{text} alone."
    return (
        f"{text}, and the hashed features of {len(heads.memory):,} statements with their labels, no text, so that an "
        "update need not forget. Whoever has a sentence can test whether it is likely among them; "
        "`stance.train(..., memory=False)` keeps none."
    )


def _cross_validation(heads: Heads, facts: dict[str, Any]) -> list[str]:
    checked = facts.get("cross_validation")
    if not checked or not checked.get("figures"):
        return []
    lines = [
        "",
        "## Cross-validated on the training data",
        "",
        f"{checked['folds']} folds, documents and twins kept together; thresholds and calibration were fitted on the "
        "same held-out decisions. 95 % bootstrap intervals over documents."
        + (" Before the updates." if facts.get("updates") else ""),
        "",
        "| figure | value |",
        "| --- | ---: |",
    ]
    figures = checked["figures"]
    lines += [f"| {text} | {_value(figures[name])} |" for name, text in FIGURES.items() if name in figures]
    names = ("pair_f1", "topic_f1", "stance_acc", "stance_majority", "stance_f1", "favg")
    lines += ["", f"| topic | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}"]
    topics = checked.get("topics", {})
    for topic in [topic.id for topic in heads.topics if topic.id in topics]:
        lines.append(f"| {_cell(topic)} | {' | '.join(_value(topics[topic].get(name, [])) for name in names)} |")
    return lines


def _value(values: Any) -> str:
    if not isinstance(values, (list, tuple)):
        return str(values)
    if not values:
        return "–"
    return f"{values[0]:.3f}" + (f" [{values[1]:.3f}, {values[2]:.3f}]" if len(values) == 3 else "")


def _promotion(facts: dict[str, Any]) -> list[str]:
    entry = facts.get("promotion")
    if not entry:
        return []
    forced = " It was promoted by force: it was not shown to be better." if entry["forced"] else ""
    return [
        "",
        "## Promoted",
        "",
        f"Pair F1 {entry['pair_f1']:.3f} on {entry['statements']:,} statements that it had not seen, where the model "
        f"before had {entry['pair_f1_before']:.3f}; higher in {entry['higher_in']:.0%} of the draws of documents. "
        f"SHA-256 of the gold: `{entry['gold_sha256']}`.{forced}",
    ]


def _figures(facts: dict[str, Any]) -> list[str]:
    figures = facts.get("figures", {})
    if not figures:
        return []
    lines = ["", "## Figures", ""]
    for name, rows in sorted(figures.items()):
        lines += [f"{name}", "", "| figure | value |", "| --- | ---: |"]
        lines += [f"| {key} | {_value(value)} |" for key, value in sorted(rows.items())]
        lines.append("")
    return lines[:-1]
