import pytest

from stance.analysis.frame import Frame, find_topic, names_of
from stance.errors import InputError
from stance.labels import Labels

ROWS = [
    {"statement": 0, "text": "a", "topic": "x", "stance": "favor", "confidence": 0.6,
     "probabilities": {"favor": 0.8, "against": 0.1, "neutral": 0.1}, "date": "2014-05-01", "document": "d"},
    {"statement": 0, "text": "a", "topic": "y", "stance": "against", "confidence": 0.9},
    {"statement": 1, "text": "b", "document": "d"},
    {"statement": 2, "text": "c", "topic": "x", "stance": None},
]  # fmt: skip


def test_statements_not_rows():
    frame = Frame(Labels.from_records(ROWS))
    assert len(frame) == 3 and frame.column("text") == ["a", "b", "c"]
    assert frame.hard("x").tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 0]]
    assert frame.hard(None).sum() == 2 and frame.touches("x").tolist() == [True, False, True]


def test_probabilities_become_soft_predictions():
    soft = Frame(Labels.from_records(ROWS)).soft("x")[0]
    assert soft.tolist() == pytest.approx([0.6, 0.075, 0.075])
    assert Frame(Labels.from_records(ROWS)).soft("y")[0].tolist() == pytest.approx([0, 0.9, 0])


def test_groups_put_missing_values_last():
    groups = Frame(Labels.from_records(ROWS)).groups(["year"])
    assert [(key, at.tolist()) for key, at in groups.items()] == [(("2014",), [0]), ((None,), [1, 2])]


def test_own_columns_go_before_periods():
    frame = Frame(Labels.from_records([{"text": "a", "year": 7, "date": "2014-01-01"}]))
    assert frame.column("year") == [7] and frame.column("month") == ["2014-01"]


def test_a_statement_without_document_is_its_own():
    codes, named = Frame(Labels.from_records(ROWS)).clusters("document")
    assert codes.tolist() == [0, 0, 1] and named


def test_ids_stay_when_other_statements_go():
    labels = Labels.from_records([{"text": t, "document": "d"} for t in ("a", "b", "a")])
    ids = Frame(labels).ids()
    assert len(set(ids)) == 3 and Frame(labels[1:2]).ids() == [ids[1]]
    assert Frame(Labels.from_records([{"id": 7, "text": "a"}])).ids() == ["7"]


def test_main_topic_is_the_surest():
    assert Frame(Labels.from_records(ROWS)).main_topics() == ["y", None, "x"]


def test_filtered_rows_leave_their_statements():
    assert len(Frame(Labels.from_records(ROWS).filter(topic="y"))) == 1


def test_topics_by_alias():
    labels = Labels.from_records([{"text": "a", "topic": "nato-membership"}])
    assert find_topic(labels, "NATO") == find_topic(labels, "nato-membership") == "nato-membership"
    with pytest.raises(InputError, match="no row is on the topic 'energy'; the table has nato-membership"):
        find_topic(labels, "energy")


def test_column_named_twice():
    with pytest.raises(InputError, match="twice"):
        names_of(["side", "side"])
