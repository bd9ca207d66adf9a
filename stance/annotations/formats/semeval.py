"""SemEval-2016 task 6: tab-separated ``ID  Target  Tweet  Stance`` with FAVOR, AGAINST and NONE, nothing quoted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

from stance.annotations.collect import Choice, Collector, filled
from stance.annotations.formats import Layout
from stance.annotations.response import Response
from stance.annotations.source import Source, map_columns
from stance.annotations.words import Words, plain
from stance.errors import InputError

__all__ = ["BINARY", "SUFFIXES", "read", "sniff", "write"]

SUFFIXES: tuple[str, ...] = ()
BINARY = False


def sniff(source: Source, words: Words) -> bool:
    """Whether there are a target, a tweet and a stance."""
    return source.tabular and {"target", "tweet", "stance"} <= {plain(column) for column in source.columns}


def read(source: Source, into: Collector) -> None:
    """Read the tweets; NONE keeps its target, as a topic that is not touched."""
    columns = map_columns(source, into.words, ("id", "topic", "text", "stance", "sentiment"))
    into.ignore(column for column in source.columns if column not in columns.values())
    for record in source.records:
        details = {field: record.values.get(column) for field, column in columns.items()}
        sentiment = details.get("sentiment")
        # The later release says "other" where the tone is neither.
        tone = "neutral" if filled(sentiment) and plain(sentiment) == "other" else sentiment
        choice = Choice(details.pop("topic"), details.pop("stance"), columns["stance"])
        if not filled(choice.topic) or not filled(choice.stance):
            into.problem(record.where, columns["stance"], "target or stance is missing")
        else:
            into.add(record.where, details, [choice], tone, columns)


def write(responses: Sequence[Response], stream: IO[str], layout: Layout) -> None:
    """Write id, target, text and stance, for which alone there is room.

    The format has no neutral stance and no statement without a target, so that these are refused.
    """
    stream.write("ID\tTarget\tTweet\tStance\n")
    for number, response in enumerate(responses, 1):
        name = response.details.get("id", str(number))
        if response.open:
            raise InputError(f"statement {name}: has no stance on {response.open[0]!r}; leave it out or write csv")
        if not response.labels:
            raise InputError(
                f"statement {name}: touches no topic, which SemEval's form cannot say; leave it out or write csv"
            )
        for topic, stance in response.labels.items():
            if stance == "neutral":
                raise InputError(f"statement {name}: SemEval's form has no neutral stance; leave it out or write csv")
            cells = [name, topic, " ".join(response.text.split()), (stance or "none").upper()]
            if any("\t" in cell or "\n" in cell for cell in cells):
                raise InputError(f"statement {name}: holds a tab or a line end, which SemEval's form cannot; write csv")
            stream.write("\t".join(cells) + "\n")
