import json

import numpy as np
import pytest

import stance


@pytest.fixture(scope="module")
def evaluation(updated, rows):
    return updated.evaluate(rows[150:], n_draws=200)


def test_figures_by_name_and_topic(evaluation):
    assert evaluation["pair_f1"].low <= evaluation["pair_f1"].value <= evaluation["pair_f1"].high
    assert evaluation.counts["open-balkan"] == evaluation.confusion["open-balkan"].sum() == 54
    assert evaluation.n_statements == 70 and evaluation.n_groups == 70
    assert evaluation.confusion["sentiment"].sum() == 70
    assert isinstance(evaluation, stance.Evaluation)


def test_accuracies_stand_beside_the_majority(evaluation):
    for names in (("stance_acc", "stance_majority"), ("sentiment_acc", "sentiment_majority")):
        assert all(name in evaluation.figures for name in names)
    assert "stance_majority" in evaluation.topics["open-balkan"]


def test_records_and_json_agree_and_are_strict_json(evaluation, tmp_path):
    records = evaluation.to_records()
    assert {r["topic"] for r in records} == {None, *evaluation.topics}
    text = evaluation.to_json(tmp_path / "evaluation.json")
    content = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert content["figures"] == records
    assert json.loads((tmp_path / "evaluation.json").read_text()) == content
    assert np.array(content["confusion"]["stance"]).sum() == content["pairs"]


def test_reprs_name_every_figure_and_escape(evaluation, updated):
    assert all(name in repr(evaluation) for name in evaluation.figures)
    evil = "<script>alert(1)</script>"
    page = updated.evaluate([{"text": "We will join NATO.", "labels": {evil: "favor"}}], n_draws=5)._repr_html_()
    assert "<script" not in page and "&lt;script" in page


def test_the_same_seed_gives_the_same_evaluation(evaluation, updated, rows):
    assert updated.evaluate(rows[150:], n_draws=200).to_json() == evaluation.to_json()


def test_plot_draws_both_curves(evaluation, tmp_path):
    pytest.importorskip("matplotlib").use("Agg")
    picture = evaluation.plot()
    assert [ax.get_title(loc="left") for ax in picture.axes] == ["Accuracy by coverage", "Is the confidence true?"]
    picture.savefig(tmp_path / "evaluation.png")


def test_plot_without_any_found_topic_says_so(shipped):
    pytest.importorskip("matplotlib").use("Agg")
    gold = [{"text": "It rained.", "labels": {"nato-membership": "neutral"}}]
    evaluation = shipped.evaluate(gold, n_draws=5)
    assert evaluation.coverage == [] and "no topic was found" in evaluation.plot().axes[0].texts[0].get_text()
