"""What the accuracy benchmarks share: rows, the plain baseline, figures with bootstrap intervals."""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from stance import StanceClassifier

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "seeds" / "statements.jsonl"
DRAWS = 1000
_MOST_MODELS = 32  # with more targets than this the baseline is one model for all of them

Confusion = np.ndarray  # (n_draws, n_targets, n_classes, n_classes): truth in rows, guesses in columns


@dataclass(frozen=True)
class Rows:
    """The rows of a benchmark: texts, what each takes a stance on, and which."""

    texts: list[str]
    targets: list[str]
    labels: list[str]

    @classmethod
    def gather(cls, rows: Iterable[tuple[str, str, str]], source: object) -> Rows:
        """Make rows of (text, target, label), and stop where there are none."""
        found = list(rows)
        if not found:
            raise SystemExit(f"{source}: no rows")
        return cls(*(list(column) for column in zip(*found, strict=True)))

    @classmethod
    def join(cls, parts: Iterable[Rows]) -> Rows:
        """Put parts behind one another."""
        return cls.gather((row for p in parts for row in zip(p.texts, p.targets, p.labels, strict=True)), "the parts")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What `StanceClassifier` takes."""
        return list(zip(self.texts, self.targets, strict=True))


# -- files ---------------------------------------------------------------------------------------------------------


def parse(argv: Sequence[str] | None, doc: str | None) -> Path:
    """Read the command line: the folder of the data."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of the original files")
    return parser.parse_args(argv).data


def files(folder: Path, *patterns: str) -> list[Path]:
    """Find the files of the first pattern that any file fits, or stop."""
    for pattern in patterns:
        found = sorted(path for path in folder.glob(pattern) if path.is_file())
        if found:
            return found
    raise SystemExit(f"{folder}: no file {' or '.join(patterns)}")


def table(path: Path, columns: Sequence[str], delimiter: str = ",") -> Iterable[list[str]]:
    """Read columns of a table with a header; tab-separated files know no quotation marks."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    rows = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, quoting=quoting)
    missing = [name for name in columns if name not in (rows.fieldnames or ())]
    if missing:
        raise SystemExit(f"{path}: no column {missing[0]!r}, only {', '.join(rows.fieldnames or ())}")
    return [[(row[name] or "").strip() for name in columns] for row in rows]


def lines(path: Path) -> list[dict]:
    """Read JSON lines."""
    with open(path, encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


# -- models --------------------------------------------------------------------------------------------------------


def plain(train: Rows, test: Rows) -> list[str]:
    """Guess with a linear SVM over TF-IDF of words 1-3 and letters 2-5: a model a target where there are few targets.

    Of many targets, or unseen ones, the name is put before the text.
    """
    few = len(set(train.targets)) <= _MOST_MODELS and set(test.targets) <= set(train.targets)
    if not few:
        joined = [[f"{target} {text}" for text, target in rows.pairs] for rows in (train, test)]
        return _machine().fit(joined[0], train.labels).predict(joined[1]).tolist()
    guesses = [""] * len(test.texts)
    for target in set(test.targets):
        mine = [i for i, name in enumerate(train.targets) if name == target]
        asked = [i for i, name in enumerate(test.targets) if name == target]
        labels = [train.labels[i] for i in mine]
        texts = [test.texts[i] for i in asked]
        if len(set(labels)) == 1:
            said = [labels[0]] * len(texts)
        else:
            said = _machine().fit([train.texts[i] for i in mine], labels).predict(texts).tolist()
        for i, label in zip(asked, said, strict=True):
            guesses[i] = label
    return guesses


def _machine():
    words = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    return make_pipeline(make_union(words, letters), LinearSVC())


def default(train: Rows, test: Rows) -> list[str]:
    """Guess with ``StanceClassifier()``, with its default parameters."""
    return StanceClassifier().fit(train.pairs, train.labels).predict(test.pairs).tolist()


# -- figures -------------------------------------------------------------------------------------------------------


def f1(confusion: Confusion) -> np.ndarray:
    """F1 of each class: (..., n_classes, n_classes) to (..., n_classes)."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    return 2 * right / np.maximum(confusion.sum(-1) + confusion.sum(-2), 1)


def accuracy(confusion: Confusion) -> np.ndarray:
    """Share of right guesses, over all targets."""
    return np.trace(confusion, axis1=-2, axis2=-1).sum(-1) / confusion.sum((-3, -2, -1))


def macro_f1(confusion: Confusion) -> np.ndarray:
    """F1, mean over all classes, targets pooled."""
    return f1(confusion.sum(-3)).mean(-1)


def pooled_f(*places: int) -> Callable[[Confusion], np.ndarray]:
    """F1, mean over the classes of these places, targets pooled."""
    return lambda confusion: f1(confusion.sum(-3))[..., list(places)].mean(-1)


def mean_f(*places: int) -> Callable[[Confusion], np.ndarray]:
    """F1, mean over the classes of these places, then over targets."""
    return lambda confusion: f1(confusion)[..., list(places)].mean(-1).mean(-1)


def confusions(rows: Rows, guesses: Sequence[str], labels: Sequence[str], draws: int = DRAWS) -> Confusion:
    """Count truth and guesses: of the rows as they are, then of each draw; rows of one text are drawn together."""
    target, text = (np.unique(column, return_inverse=True)[1] for column in (rows.targets, rows.texts))
    place = {label: i for i, label in enumerate(labels)}
    true, said = (np.array([place[label] for label in column]) for column in (rows.labels, guesses))
    shape = (int(target.max()) + 1, len(labels), len(labels))
    cell = np.ravel_multi_index((target, true, said), shape)
    rng, n = np.random.default_rng(0), int(text.max()) + 1
    counts = [np.bincount(cell, minlength=int(np.prod(shape)))]
    for _ in range(draws):
        weight = np.bincount(rng.integers(0, n, n), minlength=n)
        counts.append(np.bincount(cell, weights=weight[text], minlength=int(np.prod(shape))))
    return np.array(counts, dtype=float).reshape(-1, *shape)


def describe(values: np.ndarray, sign: str = "") -> str:
    """Write a figure, whose first value is of the rows as they are, with its 95 % interval."""
    low, high = np.percentile(values[1:], [2.5, 97.5])
    return f"{values[0]:{sign}.3f} [{low:{sign}.3f}, {high:{sign}.3f}]"


def compare(
    name: str, train: Rows, tests: dict[str, Rows], figure: Callable[[Confusion], np.ndarray], labels: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Fit both models, print a row of figures for each test set, and give (default, plain)."""
    print(f"| {name} | rows | StanceClassifier() | plain TF-IDF SVM | difference | s |\n" + "| --- " * 6 + "|")
    everything = Rows.join(tests.values())
    guesses, seconds = [], []
    for model in (default, plain):
        start = time.perf_counter()
        guesses.append(model(train, everything))
        seconds.append(time.perf_counter() - start)
    found, start = {}, 0
    for test_name, test in tests.items():
        end = start + len(test.texts)
        values = [figure(confusions(test, said[start:end], labels)) for said in guesses]
        cells = (*map(describe, values), describe(values[0] - values[1], "+"))
        took = f"{seconds[0]:.0f} / {seconds[1]:.0f}"
        print(f"| {test_name} | {end - start} | {' | '.join(cells)} | {took} |", flush=True)
        found[test_name], start = (float(values[0][0]), float(values[1][0])), end
    return found
