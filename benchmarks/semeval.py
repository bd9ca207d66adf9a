"""SemEval-2016 task 6 A (Mohammad et al., 2016): stance in tweets, F1 of favor and against, five targets pooled.

    python benchmarks/semeval.py --data DIR

DIR holds the original tab-separated files, found by their names: the ``.txt`` or ``.tsv`` files with "train" in the
name and those with "test", each with the header ``ID Target Tweet Stance``; further columns are not read. Stances are
``FAVOR``, ``AGAINST`` and ``NONE``. Left out are rows with another stance (``UNKNOWN``), targets without training data
(task B), rows that stand in several files a second time, and the hashtag ``#SemST`` that marks all tweets.
"""

from __future__ import annotations

import sys
from pathlib import Path

from common import Rows, compare, files, parse, pooled_f, table

LABELS = ("FAVOR", "AGAINST", "NONE")


def read(paths: list[Path]) -> list[tuple[str, str, str]]:
    """Read (tweet, target, stance)."""
    rows = [row for path in paths for row in table(path, ("Tweet", "Target", "Stance"), "\t")]
    kept = dict.fromkeys(tuple(row) for row in rows if row[2] in LABELS)
    return [(tweet.replace("#SemST", "").strip(), target, label) for tweet, target, label in kept]


def main(argv: list[str] | None = None) -> dict[str, tuple[float, float]]:
    """Fit on the training part and print the figures of the test part."""
    folder = parse(argv, __doc__)
    train = Rows.gather(read(files(folder, "*[Tt]rain*.t[xs][tv]")), folder)
    rows = read(files(folder, "*[Tt]est*.t[xs][tv]"))
    test = Rows.gather((row for row in rows if row[1] in set(train.targets)), folder)
    return compare("SemEval-2016 task 6 A, pooled F_avg", train, {"test": test}, pooled_f(0, 1), LABELS)


if __name__ == "__main__":
    main(sys.argv[1:])
