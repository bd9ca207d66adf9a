import numpy as np
import pytest

from stance.learning.evaluate import Outcome
from stance.learning.metrics import Hits, class_f1, draw_figures, draw_weights, mean_f1, summarise


def random_outcome(n=80, topics=3, groups=25, seed=0, weight=None):
    rng = np.random.default_rng(seed)
    gold = rng.integers(-1, 3, (n, topics)).astype(np.int8)
    given = np.where(rng.random((n, topics)) < 0.6, gold, rng.integers(-1, 3, (n, topics))).astype(np.int8)
    group = np.concatenate([np.arange(groups), rng.integers(groups, size=n - groups)])
    return Outcome(
        tuple(f"t{k}" for k in range(topics)), group, np.ones(n) if weight is None else weight, gold, given,
        rng.random((n, topics)), rng.integers(0, 3, (n, topics)).astype(np.int8),
        rng.integers(0, 3, n).astype(np.int8), rng.integers(0, 3, n).astype(np.int8),
    )  # fmt: skip


def repeated(outcome, times):
    """The outcome of a draw written out: each statement as often as its group was drawn."""
    index = np.repeat(np.arange(len(outcome.group)), times[outcome.group].astype(int))
    parts = [getattr(outcome, name)[index] for name in ("gold", "given", "confidence", "stance")]
    return Outcome(
        outcome.topics, outcome.group[index], np.ones(len(index)), *parts,
        outcome.gold_sentiment[index], outcome.sentiment[index],
    )  # fmt: skip


def test_each_draw_is_what_its_statements_written_out_would_give():
    outcome = random_outcome()
    figures = draw_figures(outcome, 5, 1)
    draws = np.vstack(list(draw_weights(25, 5, 1)))
    for row, times in enumerate(draws):
        plain = draw_figures(repeated(outcome, times), 0)
        for topic in plain:
            for name, values in plain[topic].items():
                assert figures[topic][name][row] == pytest.approx(values[0], nan_ok=True), (row, topic, name)


def test_weights_count_like_repeated_statements():
    weight = np.tile([1.0, 3.0], 40)
    outcome = random_outcome(weight=weight / weight.mean(), groups=80)
    figures = draw_figures(outcome, 0)
    plain = draw_figures(repeated(outcome, weight), 0)
    for name in ("pair_f1", "topic_f1", "stance_f1", "favg", "sentiment_f1"):
        assert figures[None][name][0] == pytest.approx(plain[None][name][0])


def test_the_same_seed_gives_the_same_draws_and_pairs_two_models():
    a, b = random_outcome(seed=1), random_outcome(seed=1)
    assert (draw_figures(a, 50, 3)[None]["pair_f1"] == draw_figures(b, 50, 3)[None]["pair_f1"]).all()
    assert (draw_figures(a, 50, 3)[None]["pair_f1"] != draw_figures(a, 50, 4)[None]["pair_f1"]).any()


def test_intervals_hold_their_value_and_narrow_with_more_groups():
    wide = summarise(draw_figures(random_outcome(80, groups=20), 300)[None]["pair_f1"])
    narrow = summarise(draw_figures(random_outcome(2000, groups=1500), 300)[None]["pair_f1"])
    assert wide.low <= wide.value <= wide.high and narrow.low <= narrow.value <= narrow.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2


def test_one_document_has_no_interval():
    figure = summarise(draw_figures(random_outcome(10, groups=1), 100)[None]["pair_f1"])
    assert not np.isnan(figure.value) and np.isnan(figure.low) and str(figure) == f"{figure.value:.3f}"


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(0)
    covered = []
    for seed in range(60):
        outcome = random_outcome(120, 1, 60, seed)
        right = rng.random((120, 1)) < 0.7
        stance = np.where(right, outcome.gold, (outcome.gold + 1) % 3).astype(np.int8)
        touched = Outcome(*(getattr(outcome, name) if name != "stance" else stance for name in list(Outcome.__slots__)))
        figure = summarise(draw_figures(touched, 200, seed)[None]["stance_acc"])
        covered.append(figure.low <= 0.7 <= figure.high)
    assert 0.85 <= np.mean(covered) <= 1


def test_the_surest_come_first():
    hits = Hits(random_outcome())
    assert (np.diff(hits.confidence) <= 0).all()
    sure, right = hits.at(np.ones(25), np.array([0, 1, 2]))
    assert sure.tolist() == pytest.approx([0, hits.confidence[0], hits.confidence[:2].sum()])
    assert right.tolist() == [0, hits.right[0], hits.right[:2].sum()]


def test_f1_skips_classes_that_do_not_occur():
    confusion = np.array([[3, 1, 0], [0, 4, 0], [0, 0, 0]])
    assert class_f1(confusion)[:2].tolist() == pytest.approx([6 / 7, 8 / 9]) and np.isnan(class_f1(confusion)[2])
    assert mean_f1(class_f1(confusion)) == pytest.approx((6 / 7 + 8 / 9) / 2)
    assert mean_f1(class_f1(np.zeros((3, 3)))) == 0
