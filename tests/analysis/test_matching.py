import pytest

from stance.analysis.frame import Frame
from stance.analysis.matching import match_sample
from stance.annotations import Annotation
from stance.errors import InputError

from .helpers import table

FRAME = Frame(table({"id": "a", "text": "We  join."}, {"id": "b", "text": "We stay."}, {"text": "Rain."}))


def test_by_id_then_by_text():
    sample = [
        {"id": "b", "text": "We stay (edited).", "labels": {"nato": "against"}},
        {"text": "We join.", "labels": {"nato": "favor"}},
        {"id": "tool-3", "text": "Rain.", "labels": {}},
    ]
    gold = match_sample(FRAME, sample)
    assert gold.at.tolist() == [0, 1, 2] and gold.array("nato").tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert gold.asked == {"nato"} and gold.unmatched == 0


def test_equal_texts_are_matched_one_by_one():
    frame = Frame(table({"text": "Yes.", "document": "d"}, {"text": "Yes.", "document": "e"}))
    sample = [
        Annotation(text="Yes.", topic="t", stance="favor", document="e"),
        Annotation(text="Yes.", topic="t", stance="against", document="d"),
    ]
    gold = match_sample(frame, sample)
    assert dict(zip(gold.at.tolist(), gold.labels, strict=True)) == {1: {"t": "favor"}, 0: {"t": "against"}}


def test_ids_that_repeat_need_the_text():
    frame = Frame(table({"id": "1", "text": "Yes."}, {"id": "1", "text": "No."}))
    assert match_sample(frame, [{"id": "1", "text": "No.", "labels": {"t": "favor"}}]).at.tolist() == [1]


def test_coders_are_resolved():
    rows = [
        Annotation(id="a", text="We join.", topic="t", stance=s, coder=c)
        for s, c in (("favor", "x"), ("favor", "y"), ("against", "z"))
    ]
    assert match_sample(FRAME, rows).labels == [{"t": "favor"}]


def test_foreign_statements_are_counted():
    sample = [{"id": "a", "text": "We join.", "labels": {"t": "favor"}}, {"id": "z", "text": "Other.", "labels": {}}]
    assert match_sample(FRAME, sample).unmatched == 1


@pytest.mark.parametrize(
    ("sample", "message"),
    [
        ([], "holds no annotations"),
        ([{"id": "a", "text": "We join.", "labels": {}}], "no statement of the sample has a label"),
        ([{"text": "Elsewhere.", "labels": {"t": "favor"}}], "none of the sample's 1 statements is in the table"),
        ([Annotation(id="a", text="We join.", topic="t", stance="favor", weight=0.0)], "a weight is a number above 0"),
    ],
)
def test_samples_that_do_not_fit(sample, message):
    with pytest.raises(InputError, match=message):
        match_sample(FRAME, sample)
