"""ablation.py: what each block of features adds, by grouped cross-validation on the written statements.

    python benchmarks/ablation.py [--n 8000] [--gold GOLD.jsonl]

For each set of blocks: topic F1 (macro over topics, decision above 0), accuracy and macro-F1 of the stance given the
topic, macro-F1 of the tone. ``--gold`` prints the same for a model fitted on all rows: looked at, never chosen by.
"""

from __future__ import annotations

import argparse
import json
import random

import numpy as np
import scipy.sparse as sp
from sklearn.metrics import f1_score

from stance.features.extractor import Group, TextFeatures
from stance.features.transformer import cross
from stance.labels import SENTIMENTS, STANCES
from stance.learning.linear import fit_linear, fold_numbers
from stance.topics import shipped_topics

TOPICS = [topic.id for topic in shipped_topics()]
WORDS, LETTERS = Group(("word", "pairs")), Group(("letters",))
TAGS, TAGS_WORDS = Group(("tags", "negated-tags"), 0.5), Group(("tags-words",), 0.5)
SETS = {
    "words": (Group(("word",)),),
    "words, pairs": (WORDS,),
    "words, pairs, letters": (WORDS, LETTERS),
    "+ triples": (Group(("word", "pairs", "triples")), LETTERS),
    "+ gapped pairs": (WORDS, LETTERS, Group(("gaps",), 0.5)),
    "+ tags": (WORDS, LETTERS, TAGS),
    "+ tags, tag sequences": (WORDS, LETTERS, Group(("tags", "negated-tags", "tag-sequences"), 0.5)),
    "+ tags, tags with words": (WORDS, LETTERS, TAGS, TAGS_WORDS),
}


class Data:
    """Rows as codes."""

    def __init__(self, rows: list[dict]) -> None:
        self.texts = [row["text"] for row in rows]
        self.groups = [row.get("twin") or row["id"] for row in rows]
        self.stances = np.array([[_code(row["labels"].get(t), STANCES) for t in TOPICS] for row in rows])
        self.tones = np.array([_code(row["sentiment"], SENTIMENTS) for row in rows])


def _read(path: str) -> list[dict]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _code(value: str | None, names: tuple[str, ...]) -> int:
    return -1 if value is None else names.index(value)


def measure(features: sp.csr_matrix, data: Data, learn: np.ndarray, decide: np.ndarray) -> list[float]:
    """Fit on some rows, measure on others."""
    known, new = features[learn], features[decide]
    topic_f1 = []
    for k in range(len(TOPICS)):
        model = fit_linear(known, (data.stances[learn, k] >= 0).astype(int), 2, cost=1.0)
        topic_f1.append(f1_score(data.stances[decide, k] >= 0, model.decide(new)[:, 0] > 0))
    row, topic = np.nonzero(data.stances[learn] >= 0)
    model = fit_linear(cross(known[row], topic, len(TOPICS)), data.stances[learn][row, topic], 3, cost=0.3)
    row, topic = np.nonzero(data.stances[decide] >= 0)
    given = model.decide(cross(new[row], topic, len(TOPICS))).argmax(1)
    truth = data.stances[decide][row, topic]
    tone = fit_linear(known, data.tones[learn], 3, cost=0.1, balanced=True).decide(new).argmax(1)
    return [
        float(np.mean(topic_f1)),
        float((given == truth).mean()),
        float(f1_score(truth, given, average="macro")),
        float(f1_score(data.tones[decide], tone, average="macro")),
    ]


def main() -> None:
    """Measure every set of blocks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=8000)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--gold")
    options = parser.parse_args()
    rows = _read("seeds/statements.jsonl")
    random.Random(0).shuffle(rows)
    rows = rows[: options.n]
    gold = _read(options.gold) if options.gold else []
    data = Data(rows + gold)
    own = np.arange(len(rows))
    folds = fold_numbers(data.groups[: len(rows)], options.folds)
    print("| blocks | topic F1 | stance accuracy | stance F1 | tone F1 |" + (" gold: the same four |" if gold else ""))
    print("| --- | ---: | ---: | ---: | ---: |" + (" --- |" if gold else ""))
    for name, groups in SETS.items():
        features = TextFeatures(18, groups).fit(data.texts[: len(rows)]).matrix(data.texts)
        parts = [measure(features, data, own[folds != k], own[folds == k]) for k in range(options.folds)]
        shown = " | ".join(f"{value:.3f}" for value in np.mean(parts, axis=0))
        if gold:
            looked = measure(features, data, own, np.arange(len(rows), len(data.texts)))
            shown += " | " + ", ".join(f"{value:.3f}" for value in looked)
        print(f"| {name} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
