"""From an article to its attributed statements: who said what, word for word, with offsets.

The steps, one module each: :mod:`sources` (files, HTML), :mod:`clean` (paragraphs, boilerplate), :mod:`header`
(title, date, agency), :mod:`regions` (quotations), :mod:`sentences`, :mod:`cues`, :mod:`subjects` and :mod:`contents`
(the parts of an attribution), :mod:`attribute` with :mod:`tags`, :mod:`forward` and :mod:`phrases` (the patterns),
:mod:`layouts` (press releases, transcripts), :mod:`compose` (the article as a whole), :mod:`people` and :mod:`resolve`
(who "he" is).
The vocabulary stands in ``stance/data/*.toml``.
"""

from __future__ import annotations

from stance.reading.document import Document, Person, Speaker, Statement
from stance.reading.reader import read, read_all

__all__ = ["Document", "Person", "Speaker", "Statement", "read", "read_all"]
