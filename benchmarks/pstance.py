"""P-Stance (Li et al., ACL Findings 2021): stance in political tweets, F1 of favor and against, mean over targets.

    python benchmarks/pstance.py --data DIR

DIR holds the original files ``raw_train_*.csv`` and ``raw_test_*.csv``, one a target, with the columns ``Tweet``,
``Target`` and ``Stance`` (``FAVOR`` or ``AGAINST``); rows of other stances are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

from common import Rows, compare, files, mean_f, parse, table

LABELS = ("FAVOR", "AGAINST")


def read(folder: Path, part: str) -> Rows:
    """Read one part of all targets."""
    paths = files(folder, f"raw_{part}_*.csv")
    rows = [tuple(row) for path in paths for row in table(path, ("Tweet", "Target", "Stance"))]
    return Rows.gather((row for row in rows if row[2] in LABELS), folder)


def main(argv: list[str] | None = None) -> dict[str, tuple[float, float]]:
    """Fit on the training part and print the figures of the test part."""
    folder = parse(argv, __doc__)
    train, test = read(folder, "train"), read(folder, "test")
    return compare("P-Stance, F_avg, mean over targets", train, {"test": test}, mean_f(0, 1), LABELS)


if __name__ == "__main__":
    main(sys.argv[1:])
