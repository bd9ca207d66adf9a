"""Labels must not depend on who speaks: sources in attribution clauses are swapped, and changed labels counted.

    python benchmarks/speaker_swap.py [--data FILE] [--sample N] [--model DIR | --train N] [--show N]

FILE holds JSON lines with ``text`` and, where it is known, ``side`` or ``speaker_side`` (the corpus by default). In
each statement `stance.read` finds the mention of the source ("the Serbian president" in "..., the Serbian president
said"), and three statements are made of it, each with another mention that stands as a source in the corpus:

any    one drawn from all sources: another name, role and side
role   one of the same side: another name or role
side   one of an opposed side: Serbia and Kosovo, Russia and Ukraine, Republika Srpska and Bosnia and Herzegovina, ...

Counted are the statements in which the stance changes on a topic that is found before and after, and those in which
any row of (topic, stance) changes; of all statements, and of those that name a source. Statements without a named
source cannot change. A model is less shaken on statements that it was trained on: with ``--train N`` one is trained
on N statements of the corpus that are not in the sample, nor twins of them. Intervals: 95 %, 1,000 bootstrap draws.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from common import CORPUS, DRAWS, describe, lines

import stance

SWAPS = ("any", "role", "side")
OPPOSED = [
    ("Serbia", "Kosovo"),
    ("Russia", "Ukraine"),
    ("Russia", "NATO"),
    ("Russia", "USA"),
    ("Russia", "EU"),
    ("Republika Srpska", "Bosnia and Herzegovina"),
    ("Serbia", "Albania"),
    ("Kosovo Serbs", "Kosovo"),
]
_WORD = re.compile(r"\w{4,}")
_ARTICLE = re.compile(r"(?:The|An?|Its?|His|Her|Their|Another|One|Some|Several)\b")
_OPENS = re.compile(r"""(?:^|[.!?]["”’']?\s)\s*["“‘']?$""")  # what stands before a sentence
_LONGEST = 8  # words
_POOL = 3000  # rows whose sources are drawn from


def side_of(row: dict) -> str | None:
    """Whom the speaker of a row speaks for."""
    return row.get("side") or row.get("speaker_side")


def sample(rows: Sequence[dict], n: int) -> list[dict]:
    """Pick rows at random, by their texts alone, so that a row is picked or not whatever others there are."""
    return sorted(rows, key=lambda row: hashlib.sha256(row["text"].encode()).digest())[:n]


def sources(text: str) -> list[tuple[int, int]]:
    """Find the mentions of sources in a statement; who says "I" or "we" stands within the content."""
    spans = {s.source_span for s in stance.read(text).statements if s.source_span is not None}
    found = sorted((start, end) for start, end in spans if text[start:end].lower() not in ("i", "we"))
    return [span for i, span in enumerate(found) if i == 0 or span[0] >= found[i - 1][1]]


@dataclass
class Pool:
    """Mentions of sources in the corpus, by side."""

    everyone: list[str] = field(default_factory=list)
    by_side: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, rows: Sequence[dict]) -> Pool:
        """Gather the mentions that share a word with the speaker that the row names, if they are not long."""
        pool = cls()
        for row in rows:
            for start, end in sources(row["text"])[:1]:
                mention = row["text"][start:end]
                shared = set(_WORD.findall(mention.lower())) & set(_WORD.findall((row.get("speaker") or "").lower()))
                if shared and len(mention.split()) <= _LONGEST:
                    pool.everyone.append(mention)
                    pool.by_side[side_of(row)].append(mention)
        return pool

    def draw(self, swap: str, side: str | None, mention: str, rng: np.random.Generator) -> str | None:
        """Draw another mention; None where there is none, or no opposed side."""
        choice: Sequence[str] = self.everyone
        if swap == "role":
            choice = self.by_side.get(side, []) if side else []
        elif swap == "side":
            opposed = sorted({b for pair in OPPOSED for a, b in (pair, pair[::-1]) if a == side})
            choice = self.by_side.get(opposed[rng.integers(len(opposed))], []) if opposed else []
        others = [one for one in choice if one.lower() != mention.lower()]
        return others[rng.integers(len(others))] if others else None


def replace(text: str, spans: Sequence[tuple[int, int]], new: str) -> str:
    """Put a mention in the place of others, capitalised as its place asks for."""
    for start, end in reversed(spans):
        first = _OPENS.search(text[:start])
        fitting = new[0].upper() + new[1:] if first else _ARTICLE.sub(lambda m: m[0].lower(), new, count=1)
        text = text[:start] + fitting + text[end:]
    return text


def labelled(model: stance.Model, texts: Sequence[str]) -> list[dict[str, str]]:
    """Give each text's stances by topic."""
    found: list[dict[str, str]] = [{} for _ in texts]
    for record in model.label(texts).to_records():
        if record["topic"] is not None:
            found[record["statement"]][record["topic"]] = record["stance"]
    return found


def measure(
    rows: Sequence[dict], pool: Pool, model: stance.Model, seed: int = 0, show: int = 0
) -> dict[str, np.ndarray]:
    """Swap sources and compare labels.

    Returns
    -------
    dict of str to ndarray of bool, shape (n_rows, 3)
        For each swap whether it was made (``"any"``), and whether the stance or any row changed (``"any stance"``,
        ``"any row"``).
    """
    before = labelled(model, [row["text"] for row in rows])
    spans = [sources(row["text"]) for row in rows]
    result = {}
    for number, swap in enumerate(SWAPS):
        rng = np.random.default_rng([seed, number])
        texts = [_swapped(row, span, swap, pool, rng) for row, span in zip(rows, spans, strict=True)]
        after = labelled(model, texts)
        made = [text != row["text"] for text, row in zip(texts, rows, strict=True)]
        turned = [any(a[t] != b[t] for t in a.keys() & b.keys()) for a, b in zip(before, after, strict=True)]
        moved = [a != b for a, b in zip(before, after, strict=True)]
        result[swap] = np.array([made, turned, moved]).T
        for i in np.flatnonzero(moved)[:show]:
            print(f"{swap}: {rows[i]['text']}\n   {before[i]}\n   {texts[i]}\n   {after[i]}\n", file=sys.stderr)
    return result


def _swapped(row: dict, spans: list[tuple[int, int]], swap: str, pool: Pool, rng: np.random.Generator) -> str:
    text = row["text"]
    new = pool.draw(swap, side_of(row), text[slice(*spans[0])], rng) if spans else None
    return text if new is None else replace(text, spans, new)


def trained(without: Sequence[dict], n: int) -> stance.Model:
    """Train on statements of the corpus that have nothing to do with these."""
    apart = {name for row in without for name in (row.get("id"), row.get("twin"), row["text"]) if name}
    rest = [row for row in lines(CORPUS) if not apart & {row["id"], row.get("twin"), row["text"]}]
    return stance.train(sample(rest, n))


def figure(changed: np.ndarray, made: np.ndarray | None = None) -> str:
    """Write a share, of all rows or of those swapped, with its interval."""
    changed = changed if made is None else changed[made]
    draws = np.random.default_rng(0).integers(0, len(changed), (DRAWS, len(changed)))
    return describe(np.concatenate([[changed.mean()], changed[draws].mean(axis=1)]))


def main(argv: list[str] | None = None) -> None:
    """Print the shares of changed statements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=CORPUS, metavar="FILE")
    parser.add_argument("--sample", type=int, default=2000, help="how many statements of FILE, at random")
    parser.add_argument("--model", type=Path, help="a model's folder; the shipped one by default")
    parser.add_argument("--train", type=int, help="train a model on so many other statements of the corpus")
    parser.add_argument(
        "--show", type=int, default=0, help="so many changed statements of each swap, to standard error"
    )
    options = parser.parse_args(argv)
    rows = sample(lines(options.data), options.sample)
    pool = Pool.of(sample(lines(CORPUS), _POOL))
    model = trained(rows, options.train) if options.train else stance.load(options.model)
    found = measure(rows, pool, model, show=options.show)
    head = "| swap | swapped | stance changed, of all | of the swapped | any row changed, of all | of the swapped |"
    print(f"{len(rows)} statements\n\n{head}\n" + "| --- " * 6 + "|")
    found["one or more of them"] = np.any(list(found.values()), axis=0)
    for swap, (made, turned, moved) in ((name, table.T) for name, table in found.items()):
        cells = (figure(turned), figure(turned, made), figure(moved), figure(moved, made))
        print(f"| {swap} | {made.sum()} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
