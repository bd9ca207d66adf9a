"""NewsMTSC (Hamborg & Donnay, EACL 2021): tone towards a target in news sentences, macro-F1 of three classes.

    python benchmarks/newsmtsc.py --data DIR

DIR holds ``train.jsonl`` and one or both of ``test_rw.jsonl`` and ``test_mt.jsonl``: JSON lines with ``text``,
``target`` (the mention) and ``label`` (``positive``, ``negative`` or ``neutral``); further keys are not read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from common import Rows, compare, files, lines, macro_f1, parse

LABELS = ("positive", "negative", "neutral")


def read(path: Path) -> Rows:
    """Read one part."""
    return Rows.gather(((row["text"], row["target"], row["label"]) for row in lines(path)), path)


def main(argv: list[str] | None = None) -> dict[str, tuple[float, float]]:
    """Fit on the training part and print the figures of each test part."""
    folder = parse(argv, __doc__)
    train = read(files(folder, "train.jsonl")[0])
    tests = {path.stem: read(path) for path in files(folder, "test_*.jsonl")}
    return compare("NewsMTSC, macro-F1", train, tests, macro_f1, LABELS)


if __name__ == "__main__":
    main(sys.argv[1:])
