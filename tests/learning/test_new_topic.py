import numpy as np
import pytest

from stance.annotations import gather
from stance.errors import InputError
from stance.labels import STANCES
from stance.learning.linear import fold_numbers
from stance.learning.new_topic import Rows, learn_topic

COSTS = {"touch_cost": 1.0, "stance_cost": 0.1}


@pytest.fixture(scope="module")
def problem(shipped, rows):
    examples = gather(rows)
    matrix = shipped._heads.features.matrix([e.text for e in examples])
    stances = np.array([STANCES.index(e.labels["open-balkan"]) if "open-balkan" in e.labels else -1 for e in examples])
    return Rows(matrix, np.ones(len(examples)), fold_numbers(range(len(examples)), 4)), stances


@pytest.fixture(scope="module")
def learned(shipped, problem):
    return learn_topic(shipped._heads, "open-balkan", *problem, **COSTS)


def test_it_says_how_it_did_on_what_was_held_out(learned, problem):
    _, stances = problem
    majority = np.bincount(stances[stances >= 0]).max() / (stances >= 0).sum()
    assert learned.figures["stance_majority"] == pytest.approx(majority, abs=1e-4)
    assert learned.figures["topic_f1"] > 0.9
    assert learned.figures["stance_acc"] > majority + 0.25


def test_the_shared_calibration_holds_for_it(learned, shipped, problem):
    rows, stances = problem
    on = stances >= 0
    coefficients, intercept = learned.stance
    probabilities = shipped._heads.stance_calibration.apply(rows.matrix[on] @ coefficients + intercept)
    sure, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == stances[on]
    # On what it has learned from it is right more often than it says, but not by far.
    assert -0.02 < right.mean() - sure.mean() < 0.3


def test_the_prior_keeps_the_sigmoid_and_threshold_of_few_statements_near_the_usual(shipped, problem):
    rows, stances = problem
    few = np.concatenate([np.flatnonzero(stances >= 0)[:10], np.flatnonzero(stances < 0)[:10]])
    part = Rows(rows.matrix[few], rows.weights[few], rows.folds[few])
    found = learn_topic(shipped._heads, "open-balkan", part, stances[few], **COSTS)
    assert abs(found.threshold - shipped._heads.thresholds.mean()) < 0.1
    assert 0.3 < found.touch[0] / np.median(shipped._heads.touch[:, 0]) < 3


def test_too_few_or_nothing_untouched_is_refused(shipped, problem):
    rows, stances = problem
    with pytest.raises(InputError, match=r"has 9 statements; annotate at least 10"):
        learn_topic(shipped._heads, "x", rows, np.where(np.cumsum(stances >= 0) <= 9, stances, -1), **COSTS)
    with pytest.raises(InputError, match=r"every statement touches 'x'"):
        learn_topic(shipped._heads, "x", rows, np.maximum(stances, 0), **COSTS)
