import itertools
import random

import pytest

from stance.annotations import Annotation, gather
from stance.errors import InputError

from .helpers import sample


def votes(*stances, topic="t", **known):
    return [
        Annotation(text="A", topic=None if s == "-" else topic, stance=None if s in "-o" else s, coder=f"c{i}", **known)
        for i, s in enumerate(stances)
    ]


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (("favor", "favor", "against"), {"t": "favor"}),
        (("favor", "against"), {"t": "neutral"}),
        (("favor", "neutral"), {"t": "neutral"}),
        (("favor", "-"), {"t": "favor"}),
        (("favor", "-", "-"), {}),
        (("favor", "o", "o"), {}),
        (("favor", "against", "neutral", "-"), {"t": "neutral"}),
        (("-",), {}),
    ],
)
def test_majority_and_ties_in_any_order(given, labels):
    rows = votes(*given)
    for order in itertools.permutations(rows):
        (example,) = gather(list(order))
        assert example.labels == labels and example.weight == 1


def test_untouched_topics_are_told():
    assert gather(votes("o"))[0].untouched == ("t",)
    assert gather(votes("favor", "o", "o"))[0].untouched == ("t",)


def test_all_coders_with_weights_that_sum_to_one():
    rows = votes("favor", "favor", "against", weight=3.0)
    found = gather(rows, "all")
    assert [(e.labels["t"], round(e.weight, 6)) for e in found] == [("favor", 2.0), ("against", 1.0)]
    assert sum(e.weight for e in found) == pytest.approx(3)


def test_coders_without_names_are_votes():
    rows = [Annotation(text="A", topic="t", stance=s) for s in ("favor", "against", "favor")]
    rows.append(Annotation(text="A", topic="u", stance="neutral"))
    assert gather(rows)[0].labels == {"t": "favor", "u": "neutral"}
    shuffled = rows[::-1]
    assert gather(shuffled)[0].labels == gather(rows)[0].labels
    assert sum(e.weight for e in gather(rows, "all")) == pytest.approx(1)


def test_several_topics_of_one_row_each_are_one_statement():
    (example,) = gather([Annotation(text="A", topic=t, stance="favor", sentiment="neutral") for t in "xy"])
    assert example.labels == {"x": "favor", "y": "favor"} and example.sentiment == "neutral"


def test_sentiment():
    rows = [Annotation(text="A", sentiment=s, coder=c) for s, c in (("positive", "a"), ("negative", "b"))]
    assert gather(rows)[0].sentiment == "neutral"
    assert gather([*rows, Annotation(text="A", sentiment="negative", coder="c")])[0].sentiment == "negative"


def test_groups_join_documents_twins_ids_and_texts():
    rows = [
        Annotation(text="A", id="1", topic="t", stance="favor"),
        Annotation(text="B", id="2", topic="t", stance="favor", group="1"),
        Annotation(text="C", id="3", document="d"),
        Annotation(text="D", id="4", document="d"),
        Annotation(text="  d ", id="5"),
        Annotation(text="E"),
        Annotation(text="F", group="pair"),
        Annotation(text="G", group="pair"),
    ]
    expected = {"A": "1", "B": "1", "C": "d", "D": "d", "  d ": "d", "E": "e", "F": "pair", "G": "pair"}
    assert {e.text: e.group for e in gather(rows)} == expected
    random.Random(0).shuffle(rows)
    assert {e.text: e.group for e in gather(rows)} == expected


def test_twins_of_the_corpus_form():
    rows = [{"id": "a", "text": "A", "labels": {}}, {"id": "b", "text": "B", "labels": {}, "twin": "a"}]
    assert [e.group for e in gather(rows)] == ["a", "a"]


def test_match_by_text():
    rows = [Annotation(text="A", id=i, topic="t", stance="favor", coder=i) for i in "xy"]
    assert len(gather(rows)) == 2 and len(gather(rows, match="text")) == 1
    assert len({e.group for e in gather(rows)}) == 1


def test_bad_choice_and_an_everyday_set():
    with pytest.raises(InputError, match="majority"):
        gather(sample(), "best")
    assert [e.id for e in gather(sample())] == ["s1", "s2", "s3", "s4"]
