"""Measure reading: speed in KB/s, how time grows with length, and figures against gold where it is given.

Usage::

    python benchmarks/reading.py --data DIR_OR_FILE ... [--gold ARTICLES.jsonl] [--hard CASES.jsonl]
                                 [--spans SPANS.jsonl] [--scorers DIR] [--limit KB] [--model NAME] [--json]

``--data`` takes files or folders (``.txt``, ``.md``, and ``.jsonl`` with a ``text`` column). ``--gold`` and ``--hard``
are scored by ``score_articles.py``, ``--spans`` by ``score_spans.py``, both imported from the folder that ``--scorers``
names. Where textacy and a spaCy model are installed, its direct quotations are timed on the same texts and the ratio
is printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

from stance.reading import read


def texts_of(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of files and folders."""
    for path in paths:
        if path.is_dir():
            yield from texts_of(sorted(p for p in path.iterdir() if p.suffix in {".txt", ".md", ".jsonl"}))
        elif path.suffix == ".jsonl":
            for row in rows_of(path):
                if row.get("text"):
                    yield row["text"]
        else:
            yield path.read_text(encoding="utf-8", errors="replace")


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def module_at(folder: Path, name: str) -> ModuleType:
    """Import a scorer from a folder."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    if spec is None or spec.loader is None:
        sys.exit(f"{folder}: holds no {name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def speed(texts: list[str], run: Callable[[str], Any]) -> float:
    """Give KB of UTF-8 a second of processor time, on one core."""
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1024
    start = time.process_time()
    for text in texts:
        run(text)
    return size / max(1e-9, time.process_time() - start)


def textacy_speed(texts: list[str], model: str) -> float | None:
    """Time textacy on the same texts, or give None where it is not installed."""
    try:
        import spacy
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None
    try:
        pipeline = spacy.load(model)
    except OSError:
        return None

    def run(text: str) -> None:
        # it raises on an odd number of quotation marks
        with suppress(ValueError):
            list(direct_quotations(pipeline(text)))

    return speed(texts, run)


def growth() -> dict[str, float]:
    """Time texts of one kind at two sizes: the ratio is about 4 if time is linear."""
    kinds = {
        "prose": "The minister said on Monday that the bridge was safe. ",
        "quotation marks": '"Yes," Ada Roth said. "No." ',
        "unclosed marks": 'He said: "It was late\n',
        "apostrophes": "'He said the players' union was late ",
        "names": "Danish Prime Minister Lars Holm met Ada Roth. ",
    }
    out = {}
    for name, unit in kinds.items():
        seconds = []
        for size in (5_000, 20_000):
            start = time.process_time()
            read(unit * size)
            seconds.append(time.process_time() - start)
        out[name] = round(seconds[1] / max(1e-9, seconds[0]), 2)
    return out


def spans_of(text: str) -> list[dict[str, Any]]:
    """Give the statements of a text as score_spans.py wants them."""
    return [
        {
            "content": [list(span) for span in s.spans],
            "source": [list(s.source_span)] if s.source_span else [],
            "cue": [list(s.cue_span)] if s.cue_span else [],
            "speaker": s.speaker.name if s.speaker else "",
        }
        for s in read(text).statements
    ]


def quality(options: argparse.Namespace) -> dict[str, Any]:
    """Run the scorers on the gold that was given."""
    out: dict[str, Any] = {}
    if options.gold or options.hard:
        scorer = module_at(options.scorers, "score_articles")
        if options.gold:
            out["articles"] = scorer.score(rows_of(options.gold), read)
        if options.hard:
            out["hard cases"] = scorer.hard(rows_of(options.hard), read)
    if options.spans:
        scorer = module_at(options.scorers, "score_spans")
        gold = rows_of(options.spans)
        result = scorer.score(gold, {row["id"]: spans_of(row["text"]) for row in gold})
        keys = ("tokP", "tokR", "tokF", "speechR", "spanF", "srcAcc", "srcE2E")
        kinds = ("direct", "mixed", "indirect", "all")
        out["spans"] = {kind: {key: round(result[kind][key], 3) for key in keys} for kind in kinds}
    return out


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--hard", type=Path)
    parser.add_argument("--spans", type=Path)
    parser.add_argument("--scorers", type=Path, default=Path())
    parser.add_argument("--limit", type=int, default=2_000, help="read at most so many KB of each path")
    parser.add_argument("--model", default="en_core_web_sm")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    read("Ada Roth said it was late.")
    out: dict[str, Any] = {}
    for path in options.data:
        texts, size = [], 0
        for text in texts_of([path]):
            texts.append(text)
            size += len(text)
            if size > options.limit * 1024:
                break
        ours, theirs = speed(texts, read), textacy_speed(texts[:40], options.model)
        out[str(path)] = {"KB/s": round(ours)} | (
            {"textacy KB/s": round(theirs), "ratio": round(ours / theirs, 1)} if theirs else {}
        )
    out["growth for 4 times the length"] = growth()
    out |= quality(options)
    if options.json:
        print(json.dumps(out, indent=1))
        return
    for name, figures in out.items():
        print(f"{name}: {figures}")


if __name__ == "__main__":
    main()
