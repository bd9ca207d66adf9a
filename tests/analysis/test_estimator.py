import numpy as np
import pytest

from stance.analysis.estimator import difference_estimate


def run(predicted, gold, labelled, weight=None, cluster=None, **options):
    weight = np.ones(len(labelled)) if weight is None else weight
    cluster = np.arange(len(predicted)) if cluster is None else cluster
    rng = np.random.default_rng(0)
    return difference_estimate(predicted, gold, labelled, weight, cluster, n_boot=400, rng=rng, **options)


def share(values):
    values = np.asarray(values, dtype=float)
    return np.stack([values, np.ones_like(values)], axis=1)


def test_labels_alone_is_the_weighted_mean():
    gold = share([1, 0, 0, 1])
    found = run(share([0] * 9), gold, np.arange(4), np.array([3.0, 1, 1, 1]), tuned=False)
    assert found.value[0] == pytest.approx(4 / 6) and not found.tuning.any()


def test_perfect_predictions_are_trusted():
    rng = np.random.default_rng(1)
    truth = (rng.random(5000) < 0.3).astype(float)
    labelled = rng.choice(5000, 200, replace=False)
    found = run(share(truth), share(truth[labelled]), labelled)
    assert found.value[0] == pytest.approx(truth.mean(), abs=0.003)
    assert found.se[0] < 0.4 * run(share(truth), share(truth[labelled]), labelled, tuned=False).se[0]


def test_useless_predictions_do_no_harm():
    rng = np.random.default_rng(2)
    truth, noise = (rng.random(2000) < 0.3).astype(float), (rng.random(2000) < 0.9).astype(float)
    labelled = rng.choice(2000, 200, replace=False)
    found = run(share(noise), share(truth[labelled]), labelled)
    alone = run(share(noise), share(truth[labelled]), labelled, tuned=False)
    assert found.se[0] < 1.05 * alone.se[0]


def test_constant_predictions_are_left_out():
    found = run(share([1] * 50), share([1, 0] * 10), np.arange(20))
    assert found.value[0] == pytest.approx(0.5)


def test_standard_error_is_the_textbook_one():
    rng = np.random.default_rng(3)
    values = (rng.random(400) < 0.3).astype(float)
    found = run(share(values), share(values), np.arange(400), tuned=False)
    assert found.se[0] == pytest.approx(values.std(ddof=1) / 20, rel=0.1)


def test_clusters_widen():
    values = np.repeat([1.0, 0.0] * 10, 10)
    single = run(share(values), share(values), np.arange(200), tuned=False)
    grouped = run(share(values), share(values), np.arange(200), cluster=np.repeat(np.arange(20), 10), tuned=False)
    assert grouped.se[0] > 2.5 * single.se[0] and grouped.clusters == 20


def test_shares_of_one_base_sum_to_one():
    rng = np.random.default_rng(4)
    for n in (20, 300):
        gold = np.eye(3)[rng.integers(3, size=900)]
        guess = np.eye(3)[rng.integers(3, size=900)]
        gold, guess = (np.hstack([x, x.sum(axis=1, keepdims=True)]) for x in (gold, guess))
        labelled = rng.choice(900, n, replace=False)
        assert run(guess, gold[labelled], labelled).value.sum() == pytest.approx(1)


def test_no_labelled_statement_in_the_base():
    found = run(share([1, 0, 1]), np.zeros((2, 2)), np.arange(2))
    assert np.isnan(found.value[0]) and found.n == 0 and found.clusters == 0


def test_one_cluster_has_no_standard_error():
    assert np.isnan(run(share([1, 0, 1]), share([1, 0]), np.arange(2), cluster=np.zeros(3, dtype=int)).se[0])


def test_matches_ppi_python():
    ppi_py = pytest.importorskip("ppi_py")
    rng = np.random.default_rng(5)
    truth = (rng.random(4000) < 0.3).astype(float)
    guess = np.where(rng.random(4000) < 0.8, truth, 1 - truth)
    labelled, rest = np.arange(300), np.arange(300, 4000)
    theirs = float(np.squeeze(ppi_py.ppi_mean_pointestimate(truth[labelled], guess[labelled], guess[rest])))
    assert run(share(guess), share(truth[labelled]), labelled).value[0] == pytest.approx(theirs, abs=0.004)
