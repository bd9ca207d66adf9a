"""IBM Debater claim stance (Bar-Haim et al., EACL 2017): accuracy of pro and con towards motions not seen before.

    python benchmarks/ibm_claims.py --data DIR

DIR holds ``train.jsonl`` and ``test.jsonl``: JSON lines with ``text`` (the claim), ``target`` (the motion) and
``label`` (``FAVOR`` or ``AGAINST``); further keys are not read.
"""

from __future__ import annotations

import sys
from pathlib import Path

from common import Rows, accuracy, compare, files, lines, parse

LABELS = ("FAVOR", "AGAINST")


def read(folder: Path, name: str) -> Rows:
    """Read one part."""
    (path,) = files(folder, f"{name}.jsonl")
    return Rows.gather(((row["text"], row["target"], row["label"]) for row in lines(path)), path)


def main(argv: list[str] | None = None) -> dict[str, tuple[float, float]]:
    """Fit on the training part and print the figures of the test part."""
    folder = parse(argv, __doc__)
    train, test = read(folder, "train"), read(folder, "test")
    return compare("IBM claim stance, accuracy", train, {"test": test}, accuracy, LABELS)


if __name__ == "__main__":
    main(sys.argv[1:])
