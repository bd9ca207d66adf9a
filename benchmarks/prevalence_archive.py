"""Shares of positions in the sample archive, corrected from 150 labels, beside the known truth.

Reads the articles of ``seeds/archive``, labels their statements with the shipped model, draws 150 of them, takes their
labels from ``labels.jsonl`` in place of an annotator, and prints naive and corrected shares beside the
shares that all labels give. Statements that the reader finds beyond the labelled ones (lines such as "X welcomed
the vote") have no known truth and are left out.

    python benchmarks/prevalence_archive.py                  # one sample, as a user has it, and 200 for coverage
    python benchmarks/prevalence_archive.py --pictures out   # matrix, timeline, network, turns and shares as PNG
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import stance
from stance.analysis import Prevalence, agreement_network, changes, draw_sample, matrix, prevalence, timeline
from stance.analysis.prevalence import Scope
from stance.labels import STANCES, Labels

ARCHIVE = Path(__file__).parent.parent / "seeds" / "archive"


def pictures(folder: Path) -> None:
    """Go from files to pictures."""
    labels = stance.label([stance.read(path) for path in sorted(ARCHIVE.glob("*.txt"))])
    shares = prevalence(labels, "topic", [json.loads(line) for line in (ARCHIVE / "labels.jsonl").open()][::2])
    tables = {
        "matrix": matrix(labels),
        "timeline": timeline(labels, "nato-membership", by="side"),
        "network": agreement_network(labels, by="side", min_shared=2),
        "changes": changes(labels, "Zakosek", "dialogue"),
        "prevalence": shares,
    }
    for name, table in tables.items():
        table.plot().figure.savefig(folder / f"{name}.png", dpi=100, bbox_inches="tight")


def known() -> list[dict[str, Any]]:
    """Read the labelled statements."""
    return [json.loads(line) for line in (ARCHIVE / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


def corpus(truth: Sequence[dict[str, Any]]) -> Labels:
    """Read and label the archive, and give each statement the id of the labelled one that it is."""
    paths = sorted(ARCHIVE.glob("*.txt"))
    documents = [stance.read(path) for path in paths]
    ids: list[str | None] = []
    for path, document in zip(paths, documents, strict=True):
        places = []
        for record in truth:
            if record["document"] == path.name:
                start = document.text.index(record["text"])
                places.append((start, start + len(record["text"]), record["id"]))
        for statement in document.statements:
            ids.append(_which(statement.spans[0][0], statement.spans[-1][1], places))
    records = stance.label(documents).to_records()
    return Labels.from_records(r | {"id": ids[r["statement"]]} for r in records if ids[r["statement"]] is not None)


def _which(start: int, end: int, places: Sequence[tuple[int, int, str]]) -> str | None:
    """Find the labelled statement that covers most of a span."""
    shared, name = max((min(end, last) - max(start, first), name) for first, last, name in places)
    return name if shared > 0.5 * (end - start) else None


def true_shares(truth: Sequence[dict[str, Any]]) -> dict[tuple[str, str], float]:
    """Count the labels of all statements."""
    shares = {}
    for topic in {topic for record in truth for topic in record["labels"]}:
        stances = [record["labels"][topic] for record in truth if topic in record["labels"]]
        shares.update({(topic, stance): stances.count(stance) / len(stances) for stance in STANCES})
        shares[topic, "off-topic"] = 1 - len(stances) / len(truth)
    return shares


def estimate(labels: Labels, truth: Sequence[dict[str, Any]], n: int, seed: int, scope: Scope) -> Prevalence:
    """Draw a sample, let the archive's own labels answer for an annotator, and correct the shares."""
    answers = {record["id"]: record["labels"] for record in truth}
    drawn = draw_sample(labels, n, random_state=seed)
    sample = [{"id": a.id, "text": a.text, "labels": answers[a.id], "weight": a.weight} for a in drawn]
    return prevalence(labels, "topic", sample, random_state=seed, n_boot=400, scope=scope)


def main() -> None:
    """Print the shares of one sample, and what many samples give."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
        return pictures(options.pictures)
    truth = known()
    labels, shares = corpus(truth), true_shares(truth)
    print("| topic | label | truth | naive | corrected | interval | labelled | flag |\n" + "| --- " * 8 + "|")
    for row in estimate(labels, truth, options.labels, 0, "corpus"):
        value = "–" if row["share"] is None else f"{row['share']:.2f}"
        ends = "–" if row["low"] is None else f"{row['low']:.2f} to {row['high']:.2f}"
        print(
            f"| {row['topic']} | {row['label']} | {shares[row['topic'], row['label']]:.2f} | {row['naive']:.2f} "
            f"| {value} | {ends} | {row['labelled']} | {row['flag'] or ''} |"
        )
    scopes: tuple[Scope, Scope] = ("corpus", "press")
    for scope in scopes:
        rows = [row for seed in range(options.samples) for row in estimate(labels, truth, options.labels, seed, scope)]
        rows = [row | {"truth": shares[row["topic"], row["label"]]} for row in rows if row["low"] is not None]
        errors = {name: np.mean([abs(row[name] - row["truth"]) for row in rows]) for name in ("share", "naive")}
        covered = np.mean([row["low"] <= row["truth"] <= row["high"] for row in rows])
        width = np.mean([row["high"] - row["low"] for row in rows])
        print(
            f"\n{options.samples} samples, scope {scope!r}: mean error corrected {errors['share']:.3f}, naive "
            f"{errors['naive']:.3f}; {covered:.1%} of {len(rows):,} intervals hold the truth, mean width {width:.3f}"
        )


if __name__ == "__main__":
    main()
