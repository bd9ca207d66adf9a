import pytest

import stance
from stance.report.collect import collect


def test_counts(labels):
    page = collect(labels)
    assert (page.n_statements, page.n_rows, page.n_speakers, page.n_documents, page.untouched) == (5, 6, 2, 2, 1)
    assert page.dates == ("2014-03-01", "2016-05-01")
    assert page.tallies[0].topic == "nato-membership" and page.tallies[0].total == 3
    assert page.names["nato-membership"] == "NATO membership"
    assert page.sides == ["Norland", "Sudland"]


def test_what_another_labelled_says_nothing_of_the_shipped_model(model):
    wrong = [{"text": f"We will not join NATO, {i}.", "topic": "nato-membership", "stance": "favor"} for i in range(3)]
    assert collect(stance.Labels.from_records(wrong)).facts == {}
    assert collect(stance.Labels.from_records(wrong), model=model).facts == model.facts
    assert collect(model.label("We will never join NATO.")).facts == model.facts


def test_empty_tables_are_refused():
    with pytest.raises(stance.StanceError, match="no rows"):
        collect(stance.Labels.from_records([]))


def test_only_documents_are_documents(labels):
    with pytest.raises(stance.StanceError, match=r"stance\.read"):
        collect(labels, documents=["an article's text"])


def test_documents_may_be_files(labels, tmp_path):
    (tmp_path / "a.txt").write_text('"Yes," said Ada Roth.', encoding="utf-8")
    assert len(collect(labels, documents=tmp_path / "a.txt").articles) == 1
    assert len(collect(labels, documents=tmp_path).articles) == 1


def test_many_statements_are_thinned_out_but_counted():
    rows = [{"text": f"No. {i}", "topic": "nato", "stance": "favor"} for i in range(2500)]
    page = collect(stance.Labels.from_records(rows))
    assert page.n_statements == 2500 and page.shown == 2000 and page.tallies[0].total == 2500
