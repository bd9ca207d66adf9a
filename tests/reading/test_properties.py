"""Whatever the text: no error, and every offset points into it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.reading import read

# one line a kind: marks, spaces, attributions, layouts, letters that change length or direction
# one line a kind: marks, spaces, attributions, layouts, letters that change length or direction
MARKS = [
    '"',
    "“",
    "”",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "``",
    "''",
    "[",
    "]",
    "(",
    ")",
    ":",
    ",",
    ".",
    "!",
    "?",
    "…",
    "—",
    "-",
]
SPACES = ["\n", "\n\n", "\r\n", "\u2028", "\u00a0", "\u200b", "\ufeff", "\t", " ", "\x00"]
WHO = [
    " said ",
    "Ada Roth",
    "He ",
    "the minister",
    " told reporters ",
    "According to ",
    " that ",
    "adding that ",
    "who",
]
WHAT = ["it was late", "We will go", "Danish President ", " expressed hope ", "’s claim that ", "U.S. ", "Gen. "]
PAGE = ["READ MORE: ", "OSLO, March 3. /TASS/. ", "From Chair Bo Lind: ", "Question: ", "- Commissioner Li", "###"]
LETTERS = ["é", "ß", "Žižek", "王毅", "🙂", "İ", "ﬁ"]
PIECES = st.sampled_from([*MARKS, *SPACES, *WHO, *WHAT, *PAGE, *LETTERS])
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_offsets_point_into_the_text(text):
    if text.strip().lower().endswith((".txt", ".md", ".html", ".htm")):
        return
    doc = read(text)
    assert doc.text == text
    for statement in doc.statements:
        assert statement.spans
        for start, end in statement.spans:
            assert 0 <= start < end <= len(text)
        rebuilt = " ".join(text[start:end] for start, end in statement.spans)
        assert bare(rebuilt) == bare(statement.text)
        for span in (statement.source_span, statement.cue_span):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)
        assert 0 <= statement.confidence <= 1
        assert statement.kind in {"direct", "indirect", "mixed"}
        assert statement.cue_type in {"speech", "belief"}
    for person in doc.people:
        assert all(0 <= start < end <= len(text) for start, end in person.mentions)
    assert "<script" not in doc._repr_html_().replace("&lt;", "")


def bare(text):
    """Drop white space and what smoothing turns into it."""
    return "".join(c for c in text if c.isalnum() or c in "\"“”'‘’«».,!?:;…—-[]()")


@pytest.mark.parametrize(
    "text",
    [
        'He said "yes" and "no". ' * 8_000,
        '"He said it was late \n' * 10_000,
        '"He said it was late ' * 10_000,
        "'He said it was late " * 10_000,
        "said, " * 30_000,
        "Vladimir Petrov " * 20_000,
        "Mr. Petrov said he won. " * 8_000,
        "A" * 300_000,
        "A." * 100_000,
        "[" * 300_000,
        " " * 500_000 + "x",
        "Question: " * 20_000,
        "- " * 100_000,
        "The president's " * 15_000,
    ],
    ids=lambda text: text[:12],
)
def test_no_blow_up(text):
    start = time.process_time()
    read(text)
    # generous: the point is that nothing grows with the square of the length
    assert time.process_time() - start < 10
