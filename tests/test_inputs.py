"""What can be labelled."""

import re

import numpy as np
import pytest

from stance.errors import InputError
from stance.inputs import chunks, flatten
from stance.reading import read

ARTICLE = "President Marko Vidan said that Serbia would never join NATO. He said that sanctions were wrong."


def test_any_mixture_becomes_one_table():
    document = read(ARTICLE)
    first = document.statements[0]
    inputs = flatten(["a", first, document, {"text": "b", "page": 3}, ("c", ["d", first]), iter(["e"])])
    columns = inputs.complete()
    assert columns["text"][0] == "a"
    assert columns["text"][1] == columns["text"][2] == first.text
    assert columns["text"][-4:] == ["c", "d", first.text, "e"]
    assert columns["page"] == [None, None, None, None, 3, None, None, None, None]
    assert columns["speaker"][:5] == [None, *["Marko Vidan"] * 3, None]
    assert {len(column) for column in columns.values()} == {9}


def test_one_text_is_a_statement_never_a_path():
    assert flatten("article.txt").texts == ["article.txt"]
    assert flatten("").texts == [""]
    assert flatten([]).complete() == {"text": []}


def test_columns_begin_where_they_have_a_value():
    assert flatten([{"text": "a", "x": None}, {"text": "b", "x": 0}, {"text": "c"}]).complete() == {
        "text": ["a", "b", "c"],
        "x": [None, 0, None],
    }


def test_columns_that_labelling_fills_get_another_name():
    row = {"text": "a", "topic": "t", "p_favor": 0.1, "probabilities": {}, "speaker": "Ann", "statement": 7}
    assert set(flatten(row).columns) == {
        *("text", "input_topic", "input_p_favor", "input_probabilities", "speaker", "input_statement")
    }


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (5, "cannot label 5, a int"),
        (None, "cannot label None"),
        (b"bytes", "a bytes"),
        ([1], "cannot label 1, a int"),
        (["a", None], "cannot label None"),
        ({"body": "a"}, "its keys are body"),
        ({"text": None}, "statement 0: expected a text, not None"),
        (["a", {"text": 5}], "statement 1: expected a text, not 5"),
        ({"text": "a", "topic": 1, "input_topic": 2}, "one name ('input_topic')"),
        ([[[[[[[[[[["a"]]]]]]]]]]], "one flat list"),
    ],
)
def test_what_cannot_be_labelled_is_told_in_one_line(source, message):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        flatten(source)
    assert "\n" not in str(caught.value)


def test_a_list_that_holds_itself_comes_to_an_end():
    source = []
    source.append(source)
    with pytest.raises(InputError, match="one flat list"):
        flatten(source)


def test_chunks_are_as_long_as_asked_and_lazy():
    taken = []

    def source():
        for i in range(10):
            taken.append(i)
            yield f"text {i}"

    parts = chunks(source(), 4)
    assert next(parts).texts == [f"text {i}" for i in range(4)]
    assert len(taken) == 4
    assert [len(part.texts) for part in parts] == [4, 2]
    assert list(chunks([], 4)) == []


class TestDataFrame:
    @pytest.fixture
    def pd(self):
        return pytest.importorskip("pandas")

    def test_cells_without_a_value_are_none(self, pd):
        frame = pd.DataFrame(
            {
                "text": ["a", None, "c"],
                "x": pd.array([1, None, 3], dtype="Int64"),
                "y": [np.nan, 2.5, np.inf],
                "day": [pd.NaT, pd.Timestamp("2020-01-01"), None],
                "words": [["a"], [], None],
                "topic": ["t", None, "u"],
            }
        )
        columns = flatten(frame).complete()
        assert columns["text"] == ["a", "", "c"]
        assert columns["x"] == [1, None, 3]
        assert columns["y"] == [None, 2.5, np.inf]
        assert columns["day"] == [None, pd.Timestamp("2020-01-01"), None]
        assert columns["words"] == [["a"], [], None]
        assert columns["input_topic"] == ["t", None, "u"]

    @pytest.mark.parametrize(
        ("names", "message"),
        [(["body"], "no column 'text'; it has body"), (["text", "topic", "input_topic"], "one name ('input_topic')")],
    )
    def test_bad_columns_are_told(self, pd, names, message):
        frame = pd.DataFrame([["a"] * len(names)], columns=names)
        with pytest.raises(InputError, match=re.escape(message)):
            flatten(frame)


@pytest.mark.parametrize(
    ("sentence", "content", "cue"),
    [
        ("Marta Kolar opposes NATO membership.", "NATO membership", "opposes"),
        ("Marta Kolar denied that she supported NATO membership.", "she supported NATO membership", "denied"),
        ("Marta Kolar ruled out joining NATO.", "joining NATO", "ruled out"),
        ("Marta Kolar said that Serbia would join NATO.", "Serbia would join NATO", None),
    ],
)
def test_a_cue_that_takes_a_position_is_judged_with_the_content(sentence, content, cue):
    """The content of "opposes NATO membership" alone would say the opposite."""
    inputs = flatten(read(sentence))
    assert inputs.texts == [content]
    assert inputs.complete().get("cue", [None]) == [cue]
    assert inputs.judged == [f"{cue} {content}" if cue else content]
    again = flatten([dict(zip(inputs.columns, row, strict=True)) for row in zip(*inputs.columns.values(), strict=True)])
    assert again.judged == inputs.judged
