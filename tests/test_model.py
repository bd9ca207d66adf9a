"""Loading, labelling and explaining with a model."""

import pytest

import stance
from stance.errors import InputError, ModelError, TopicError

TEXTS = [
    "Serbia has no plans to join NATO and wants to keep military neutrality.",
    "The weather was fine.",
    "We want sanctions against Russia lifted, and we want to join the European Union.",
    "",
    "?!",
]


@pytest.fixture(scope="module")
def model():
    return stance.load()


def test_every_statement_has_a_row(model):
    labels = model.label(TEXTS)
    assert sorted(set(labels.column("statement"))) == list(range(5))
    first = labels[0]
    assert (first["topic"], first["stance"], first["reason"]) == ("nato-membership", "against", None)
    assert sum(first["probabilities"].values()) == pytest.approx(1)
    for row in labels:
        assert 0 <= row["confidence"] <= 1
        assert 0 <= row["sentiment_confidence"] <= 1
        assert row["sentiment"] in ("positive", "negative", "neutral")
        assert (row["topic"] is None) == (row["probabilities"] is None)
        assert (row["stance"] is None) == (row["reason"] is not None)
    reasons = {row["statement"]: row["reason"] for row in labels}
    assert reasons[1] == "touches none of the topics"
    assert reasons[3] == reasons[4] or reasons[3] == "holds no words to judge"


def test_texts_without_words_or_topics_are_labelled_too(model):
    for source in ("xyz", "", ["xyz", "abc"], ["a b", "c d e f"], "NATO", []):
        labels = model.label(source)
        assert labels.n_statements == len(set(labels.column("statement")))
        assert len(model.label(source, topics=["nato", "eu"])) == 2 * labels.n_statements
        assert len(model.label(source, topics=[stance.Topic("new")])) == labels.n_statements


def test_exactly_the_topics_asked_for_are_judged(model):
    labels = model.label(TEXTS, topics=["eu", "nato"])
    assert labels.column("topic") == ["eu-accession", "nato-membership"] * 5
    with pytest.raises(TopicError, match="unknown topic 'nothing'"):
        model.label(TEXTS, topics="nothing")


def test_below_min_confidence_the_stance_is_open(model):
    labels = model.label(TEXTS, min_confidence=1.0, topics=["nato"])
    assert set(labels.column("stance")) == {None}
    assert labels[0]["reason"] == "less sure than min_confidence"
    assert labels[0]["topic"] == "nato-membership"
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(InputError, match="between 0 and 1"):
            model.label(TEXTS, min_confidence=wrong)


def test_a_statement_is_labelled_alike_in_any_company(model):
    together = [row for row in model.label(TEXTS) if row["statement"] in (0, 2)]
    alone = [row for text in (TEXTS[0], TEXTS[2]) for row in model.label(text)]
    assert [{**row, "statement": 0} for row in together] == [{**row, "statement": 0} for row in alone]


def test_batches_are_the_table_cut_up(model):
    batches = list(model.label_batches(iter(TEXTS), batch_size=2, topics=["nato"]))
    assert [batch.n_statements for batch in batches] == [2, 2, 1]
    joined = stance.Labels.concatenate(batches)
    assert joined.to_records() == model.label(TEXTS, topics=["nato"]).to_records()
    with pytest.raises(InputError, match="at least 1"):
        next(model.label_batches(TEXTS, batch_size=0))


def test_processes_change_nothing(model, monkeypatch):
    monkeypatch.setattr("stance.model._BATCH", 2)
    texts = TEXTS * 4
    one, two = model.label(texts), model.label(texts, n_jobs=2)
    assert one.to_records() == two.to_records()


def test_loading(model, tmp_path):
    assert stance.load() is model
    model.save(tmp_path / "model")
    again = stance.load(str(tmp_path / "model"))
    assert again is not model
    assert again.label(TEXTS).to_records() == model.label(TEXTS).to_records()
    assert stance.label(TEXTS, model=again).to_records() == stance.label(TEXTS, model=tmp_path / "model").to_records()
    with pytest.raises(ModelError, match="there is no such folder"):
        stance.label("a", model=tmp_path / "no")


def test_a_model_says_what_it_is(model):
    assert [topic.id for topic in model.topics][:2] == ["kosovo-independence", "eu-accession"]
    model.topics.clear()
    assert len(model.topics) == 8
    assert repr(model).startswith("Model(8 topics, trained on ")
    assert "nato-membership" in model._repr_html_()
    assert "<script" not in model._repr_html_()


def test_explain_takes_one_statement(model):
    statement = stance.read("President Vidan said that Serbia would never join NATO.").statements[0]
    assert model.explain(statement, "nato").stance == "against"
    with pytest.raises(InputError, match="takes one statement, not 2"):
        model.explain(["a", "b"], "nato")
    with pytest.raises(TopicError):
        model.explain("a", "nothing")


def test_a_path_is_to_be_read_first(tmp_path):
    with pytest.raises(InputError, match=r"use stance\.read\(path\) for an article"):
        stance.label(tmp_path / "article.txt")
