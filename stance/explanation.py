"""Why a statement gets its stance: exact contributions of its words, and what would have to change."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np

from stance.display import STANCE_COLORS
from stance.features.blocks import distinct_words
from stance.features.extractor import _STEPS
from stance.features.scoring import ScoreTable
from stance.features.text import MAX_CHARS, find_words, normalise_with_offsets
from stance.files import atomic_write
from stance.labels import STANCES
from stance.learning.fresh import FreshTopic
from stance.learning.heads import Heads

__all__ = ["Explanation", "Token", "explain"]

_MOST_REMOVED = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the statement and what it adds to the stance's score.

    Attributes
    ----------
    text : str
        As it stands in the statement.
    start, end : int
        Its offsets there.
    contribution : float
        Positive speaks for the stance.
    """

    text: str
    start: int
    end: int
    contribution: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement gets its stance on a topic.

    Attributes
    ----------
    text, topic, stance : str
        The statement, the topic's id, and the stance given.
    tokens : tuple of Token
        What each word adds to the stance's score; the words of a pair share its part equally.
    bias : float
        The part that no word has.
    score : float
        The sum of both: the stance's score before calibration.
    probabilities : dict of str to float
        Of each stance, after calibration.
    turns : tuple of Token
        The few words without which the stance would be another; empty where no four words turn it.
    turns_to : str or None
        Which one it would be.

    Examples
    --------
    >>> import stance
    >>> why = stance.load().explain("Serbia will not join NATO.", "nato")
    >>> abs(sum(token.contribution for token in why.tokens) + why.bias - why.score) < 1e-6
    True
    """

    text: str
    topic: str
    stance: str
    tokens: tuple[Token, ...]
    bias: float
    score: float
    probabilities: dict[str, float]
    turns: tuple[Token, ...] = ()
    turns_to: str | None = None

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def top(self, n: int = 5) -> list[Token]:
        """The words that speak most for the stance."""
        return sorted((t for t in self.tokens if t.contribution > 0), key=lambda t: -t.contribution)[:n]

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain values."""
        tokens = [{"text": t.text, "start": t.start, "end": t.end, "contribution": t.contribution} for t in self.tokens]
        return {
            "text": self.text,
            "topic": self.topic,
            "stance": self.stance,
            "score": self.score,
            "bias": self.bias,
            "probabilities": self.probabilities,
            "tokens": tokens,
            "turns": [t.text for t in self.turns],
            "turns_to": self.turns_to,
        }

    def __repr__(self) -> str:
        sure = self.probabilities[self.stance]
        lines = [f"{self.topic}: {self.stance} ({sure:.2f})"]
        lines += [
            f"  {t.contribution:+.3f}  {t.text}" for t in sorted(self.tokens, key=lambda t: -abs(t.contribution))[:10]
        ]
        lines.append(f"  {self.bias:+.3f}  (bias)   score {self.score:+.3f}")
        if self.turns:
            lines.append(f"  {self.turns_to} without: {', '.join(t.text for t in self.turns)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        strongest = max((abs(t.contribution) for t in self.tokens), default=0.0) or 1.0
        pieces, at = [], 0
        for token in self.tokens:
            pieces.append(html.escape(self.text[at : token.start]))
            pieces.append(_mark(token, strongest, self.stance))
            at = token.end
        pieces.append(html.escape(self.text[at:]))
        turn = ""
        if self.turns:
            words = ", ".join(f"“{html.escape(t.text)}”" for t in self.turns)
            turn = f"<p>It would be <b>{html.escape(self.turns_to or '')}</b> without {words}.</p>"
        shares = ", ".join(f"{html.escape(s)} {p:.2f}" for s, p in self.probabilities.items())
        return (
            f'<div style="max-width:60em"><p><b>{html.escape(self.topic)}: '
            f'<span style="color:{STANCE_COLORS[self.stance]}">{html.escape(self.stance)}</span></b> ({shares})</p>'
            f'<p style="line-height:1.9">{"".join(pieces)}</p>{turn}'
            f"<p><small>Shaded words speak for the stance, underlined ones against it; score {self.score:+.3f}, "
            f"of which {self.bias:+.3f} stand in no word.</small></p></div>"
        )

    def to_html(self, path: str | PathLike[str]) -> None:
        """Write the explanation as a page of its own, without script or anything from elsewhere."""
        title = html.escape(f"{self.topic}: {self.stance}")
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
            f'<body style="font-family:sans-serif;margin:2em">{self._repr_html_()}</body></html>\n'
        )
        with atomic_write(path) as stream:
            stream.write(page)  # type: ignore[call-overload]


def _mark(token: Token, strongest: float, stance: str) -> str:
    share = abs(token.contribution) / strongest
    text, title = html.escape(token.text), f"{token.contribution:+.3f}"
    if share < 0.05:
        return f'<span title="{title}">{text}</span>'
    if token.contribution > 0:
        color = STANCE_COLORS[stance] + f"{int(20 + 110 * share):02x}"
        return f'<span title="{title}" style="background:{color};border-radius:3px">{text}</span>'
    return f'<span title="{title}" style="border-bottom:{1 + round(2 * share)}px dotted #444">{text}</span>'


def explain(heads: Heads, text: str, target: int | FreshTopic) -> Explanation:
    """Explain the stance of one text on one of the model's topics, or on a fresh one."""
    if isinstance(target, FreshTopic):
        table, first, topic = target._table, 0, target.topic
    else:
        table, first, topic = heads.stance, len(STANCES) * target, heads.topics[target]
    outputs = slice(first, first + len(STANCES))

    def decide(candidate: str) -> np.ndarray:
        probabilities: np.ndarray = heads.stance_calibration.apply(table.score([candidate], outputs))[0]
        return probabilities

    probabilities = decide(text)
    code = int(probabilities.argmax())
    bias = float(table.intercept[first + code])
    contributions, spans = _contributions(table, text, first + code)
    tokens = tuple(
        Token(text[start:end], start, end, float(value))
        for (start, end), value in zip(spans, contributions, strict=True)
    )
    turns, turns_to = _what_turns(text, tokens, code, decide)
    return Explanation(
        text,
        topic.id,
        STANCES[code],
        tokens,
        bias,
        float(contributions.sum() + bias),
        dict(zip(STANCES, probabilities.tolist(), strict=True)),
        turns,
        turns_to,
    )


def _contributions(table: ScoreTable, text: str, output: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Share the score of one output out over the words of a text."""
    words = find_words([text])
    distinct = distinct_words(words)
    weights = table.weights[:, output]  # a view: only what the text holds is read
    squares = table.features.squared_idf
    assert squares is not None
    total = np.zeros(len(words.key))
    for group, found in table.features.columns(words, distinct):
        share, length = np.zeros(len(words.key)), 0
        for part in found:
            value = weights[part.column] * table.scale[output]
            square = squares[part.column]
            if part.by_word:
                share += np.bincount(part.owner, value, len(distinct.key))[distinct.which]
                length += int(np.bincount(part.owner, square, len(distinct.key))[distinct.which].sum())
                continue
            length += int(square.sum())
            # A feature of several words is shared by its first and its last, the two that make it.
            np.add.at(share, part.owner, value / 2)
            np.add.at(share, part.owner + part.reach, value / 2)
        total += share * group.weight / np.sqrt(max(length, 1) / _STEPS)
    return total, _spans(text, words.start, words.end)


def _spans(text: str, start: np.ndarray, end: np.ndarray) -> list[tuple[int, int]]:
    """Find where the words of the normalised bytes stand in the text."""
    plain, origin = normalise_with_offsets(text[:MAX_CHARS].replace("\x00", " "))
    # One space stands before the text in the buffer; a character may be several bytes.
    char_of_byte = [0] + [i for i, char in enumerate(plain) for _ in char.encode("utf-8", "replace")] + [len(plain)]
    spans = []
    for a, b in zip(start.tolist(), end.tolist(), strict=True):
        first, last = char_of_byte[a], char_of_byte[b - 1]
        spans.append((origin[first], origin[last] + 1))
    return spans


def _what_turns(text: str, tokens: tuple[Token, ...], code: int, decide: Any) -> tuple[tuple[Token, ...], str | None]:
    """Take away the words that speak most for the stance, one by one, until it turns."""
    removed: list[Token] = []
    for token in sorted((t for t in tokens if t.contribution > 0), key=lambda t: -t.contribution)[:_MOST_REMOVED]:
        removed.append(token)
        rest = text
        for gone in sorted(removed, key=lambda t: -t.start):
            rest = rest[: gone.start] + rest[gone.end :]
        now = int(decide(rest).argmax())
        if now != code:
            return tuple(sorted(removed, key=lambda t: t.start)), STANCES[now]
    return (), None
