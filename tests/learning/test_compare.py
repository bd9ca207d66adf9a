from dataclasses import replace

import pytest

import stance


@pytest.fixture(scope="module")
def comparison(shipped, updated, rows):
    return stance.compare(shipped, updated, rows[150:], n_draws=1000)


def test_a_model_equals_itself(shipped, rows):
    same = stance.compare(shipped, shipped, rows[:40], n_draws=50)
    assert same.changes == [] and all(test.p_holm == 1.0 for test in same.tests)
    assert all(test.difference.value == 0 for test in same.tests)


def test_a_learned_topic_is_better_and_the_changes_say_how(comparison):
    first = comparison["pair_f1"]
    assert first.test == "bootstrap" and first.p_holm < 0.05 and first.difference.low > 0
    assert first.b - first.a == pytest.approx(first.difference.value)
    assert {"id", "text", "topic", "gold", "a", "b", "change"} == set(comparison.changes[0])
    better = [c for c in comparison.to_records() if c["change"] == "better"]
    assert all(c["b"] == c["gold"] != c["a"] for c in better) and len(better) > 30


def test_swapping_the_models_turns_the_signs(comparison, shipped, updated, rows):
    back = stance.compare(updated, shipped, rows[150:], n_draws=1000)
    for one, other in zip(comparison.tests, back.tests, strict=True):
        assert one.difference.value == pytest.approx(-other.difference.value)
        assert (one.only_a, one.only_b) == (other.only_b, other.only_a)
        assert one.p == pytest.approx(other.p)


def test_topics_that_only_one_model_knows_are_judged_of_both(comparison, updated, rows):
    own = updated.evaluate(rows[150:], n_draws=1)
    assert comparison["pair_f1"].b == pytest.approx(own["pair_f1"].value)


def test_corrected_p_are_never_smaller(comparison):
    assert all(test.p_holm >= test.p for test in comparison.tests)


def test_reprs_say_what_happened_and_escape(comparison, shipped):
    assert "the second is better" in repr(comparison) and "McNemar" in repr(comparison)
    evil = '<img src=x onerror="alert(1)"> Serbia will not join NATO.'
    heads = shipped._heads
    deaf = stance.Model(replace(heads, thresholds=heads.thresholds + 1))
    page = stance.compare(shipped, deaf, [{"text": evil, "labels": {"nato-membership": "against"}}])._repr_html_()
    assert "<img" not in page and "&lt;img" in page


def test_paths_are_loaded(small, rows, tmp_path):
    small.save(tmp_path / "a")
    assert stance.compare(tmp_path / "a", small, rows[:20], n_draws=10).changes == []
