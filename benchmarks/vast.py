"""VAST (Allaway & McKeown, EMNLP 2020): stance of comments on thousands of topics, macro-F1 of three classes.

    python benchmarks/vast.py --data DIR

DIR holds the original ``vast_train.csv`` and ``vast_test.csv`` with the columns ``post``, ``new_topic`` and ``label``
(0 con, 1 pro, 2 neutral); further columns are not read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from common import Rows, compare, files, macro_f1, parse, table

LABELS = {"0": "con", "1": "pro", "2": "neutral"}


def read(folder: Path, part: str) -> Rows:
    """Read one part."""
    (path,) = files(folder, f"vast_{part}.csv")
    rows = table(path, ("post", "new_topic", "label"))
    return Rows.gather(((post, topic, LABELS[label]) for post, topic, label in rows if label in LABELS), path)


def main(argv: list[str] | None = None) -> dict[str, tuple[float, float]]:
    """Fit on the training part and print the figures of the test part."""
    folder = parse(argv, __doc__)
    train, test = read(folder, "train"), read(folder, "test")
    return compare("VAST, macro-F1", train, {"test": test}, macro_f1, list(LABELS.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
