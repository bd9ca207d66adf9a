"""overlap.py FILE...: check that the written statements share no 8-word run with texts that are for measuring.

    python benchmarks/overlap.py --against GOLD.jsonl QUOTES.jsonl ... [--statements seeds/statements.jsonl]

Run it before every change of the data. Every string of the measuring files counts; the seed articles are always
measured against. Exits with 1 and names the statements if there is an overlap.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

WORD = re.compile(r"\w+")


def runs(text: str, length: int = 8) -> Iterator[str]:
    """Give every run of so many words."""
    words = WORD.findall(text.lower())
    for i in range(len(words) - length + 1):
        yield " ".join(words[i : i + length])


def strings(value: object) -> Iterator[str]:
    """Give every string in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def texts(path: Path) -> Iterator[str]:
    """Give the texts of a file: JSON lines or plain."""
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield from strings(json.loads(line))
        except ValueError:
            yield line


def main() -> int:
    """Compare, and name what overlaps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", nargs="*", default=[], type=Path)
    parser.add_argument("--statements", nargs="*", default=[Path("seeds/statements.jsonl")], type=Path)
    options = parser.parse_args()
    forbidden: dict[str, str] = {}
    for path in [*options.against, *sorted(Path("seeds/articles").glob("*.txt"))]:
        for text in texts(path):
            forbidden.update(dict.fromkeys(runs(text), path.name))
    bad = 0
    for path in options.statements:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            shared = next((run for run in runs(row["text"]) if run in forbidden), None)
            if shared:
                bad += 1
                print(f"{row['id']}: shares “{shared}” with {forbidden[shared]}")
    print(f"{len(forbidden):,} runs to keep clear of; {bad} statements share one")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
