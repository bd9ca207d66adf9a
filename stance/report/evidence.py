"""The words of a statement that speak for its stance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from stance.errors import TopicError
from stance.report.statements import Piece, Position, Said, Voice

if TYPE_CHECKING:
    from stance.explanation import Explanation
    from stance.model import Model

__all__ = ["add_evidence", "cut_at_words"]

# Words that add less than this share of what the strongest adds are left plain.
_WEAK, _STRONG = 0.25, 0.6
_SAME = 1e-3


def add_evidence(voices: Sequence[Voice], model: Model, most: int, each: int) -> tuple[int, int]:
    """Highlight the evidence in each speaker's surest statements, speaker by speaker.

    Parameters
    ----------
    voices : sequence of Voice
        The statements are changed in place.
    model : Model
        The one that labelled. Statements of which it says something else than the table are left as they are.
    most, each : int
        How many statements at most, in all and of one speaker.

    Returns
    -------
    tuple of int
        How many statements have their evidence highlighted, and how many were tried.
    """
    known = {topic.id for topic in model.topics}
    done = tried = 0
    for said, position in _by_turns(voices, each):
        if tried == most:
            break
        if position.topic not in known:
            continue
        tried += 1
        try:
            explanation = model.explain(said.text, position.topic or "")
        except TopicError:
            continue
        if _agrees(explanation, position):
            said.pieces, said.explained = cut_at_words(explanation), position.topic
            done += 1
    return done, tried


def _by_turns(voices: Sequence[Voice], each: int) -> Iterator[tuple[Said, Position]]:
    """Give every speaker's surest statement, then every speaker's second, and so on."""
    queues = []
    for voice in voices:
        taken = [(said, surest) for said in voice.said if (surest := said.surest) is not None]
        queues.append(sorted(taken, key=lambda pair: (-(pair[1].confidence or 0.0), pair[0].number))[:each])
    for turn in range(each):
        yield from (queue[turn] for queue in queues if turn < len(queue))


def _agrees(explanation: Explanation, position: Position) -> bool:
    """Whether the model says what the table says; another model's words are no evidence."""
    if explanation.stance != position.stance:
        return False
    if position.probabilities is None:
        return True
    return all(abs(explanation.probabilities[name] - p) < _SAME for name, p in position.probabilities.items())


def cut_at_words(explanation: Explanation) -> list[Piece]:
    """Cut a statement into stretches at the words that speak for its stance.

    Examples
    --------
    >>> from stance.explanation import Explanation, Token
    >>> tokens = (Token("We", 0, 2, 0.1), Token("never", 8, 13, 2.0))
    >>> why = Explanation("We will never join.", "nato", "against", tokens, 0.0, 2.1, {"against": 0.9})
    >>> [(piece.text, piece.weight) for piece in cut_at_words(why)]
    [('We will ', 0), ('never', 2), (' join.', 0)]
    """
    strongest = max((token.contribution for token in explanation.tokens), default=0.0)
    pieces, at = [], 0
    for token in explanation.tokens:
        share = token.contribution / strongest if strongest > 0 else 0.0
        if share < _WEAK or token.start < at:
            continue
        pieces += [Piece(explanation.text[at : token.start])] if token.start > at else []
        pieces.append(Piece(explanation.text[token.start : token.end], 2 if share >= _STRONG else 1))
        at = token.end
    return [*pieces, Piece(explanation.text[at:])] if at < len(explanation.text) else pieces
