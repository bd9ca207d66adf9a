"""What every estimator promises, run over each of them: the contract of a text estimator in scikit-learn's world."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import (
    check_estimator_cloneable,
    check_estimator_repr,
    check_estimator_tags_renamed,
    check_get_params_invariance,
    check_mixin_order,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
    check_set_params,
)

import stance

FOR = ["We support {}.", "We welcome {} and want to join.", "{} is our goal.", "I back {} with joy.", "{} is good."]
AGAINST = ["We reject {}.", "We will never accept {}.", "{} is a threat.", "I oppose {} firmly.", "{} brings ruin."]
NEUTRAL = ["Talks on {} open on Monday.", "The agenda names {}.", "A vote on {} is set.", "Who met on {}?"]
TARGETS = ["NATO", "the embargo"]
PAIRS, STANCES = [], []
for template_set, name in ((FOR, "for"), (AGAINST, "against"), (NEUTRAL, "neutral")):
    for template in template_set:
        for target in TARGETS:
            PAIRS.append((template.format(target), target))
            STANCES.append(name)
TEXTS = [text for text, _ in PAIRS]

CLASSIFIERS = [
    pytest.param(stance.StanceClassifier(bits=12), PAIRS, id="StanceClassifier"),
    pytest.param(stance.SentimentClassifier(bits=12), TEXTS, id="SentimentClassifier"),
]
ESTIMATORS = [*CLASSIFIERS, pytest.param(stance.StanceFeatures(bits=10), PAIRS, id="StanceFeatures")]
CHECKS = [
    check_estimator_cloneable,
    check_estimator_repr,
    check_estimator_tags_renamed,
    check_get_params_invariance,
    check_mixin_order,
    check_no_attributes_set_in_init,
    check_parameters_default_constructible,
    check_set_params,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(("estimator", "X"), ESTIMATORS)
def test_scikit_learns_own_checks(check, estimator, X):
    check(type(estimator).__name__, clone(estimator))


@pytest.mark.parametrize(("model", "X"), CLASSIFIERS)
class TestClassifier:
    def test_learns(self, model, X):
        assert (clone(model).fit(X, STANCES).predict(X) == np.array(STANCES)).mean() > 0.9

    def test_predictions_agree_with_each_other(self, model, X):
        fitted = clone(model).fit(X, STANCES)
        probabilities = fitted.predict_proba(X)
        assert fitted.classes_.tolist() == sorted(set(STANCES))
        np.testing.assert_allclose(probabilities.sum(axis=1), 1.0)
        np.testing.assert_array_equal(fitted.predict(X), fitted.classes_[probabilities.argmax(1)])
        np.testing.assert_array_equal(fitted.predict(X), fitted.classes_[fitted.decision_function(X).argmax(1)])

    def test_two_classes_follow_scikit_learns_shape(self, model, X):
        two = ["for" if s == "for" else "other" for s in STANCES]
        fitted = clone(model).fit(X, two)
        decision = fitted.decision_function(X)
        assert decision.shape == (len(X),)
        np.testing.assert_array_equal(fitted.predict(X), fitted.classes_[(decision > 0).astype(int)])

    def test_same_data_same_result(self, model, X):
        one, two = clone(model).fit(X, STANCES), clone(model).fit(X, STANCES)
        np.testing.assert_array_equal(one.predict_proba(X), two.predict_proba(X))

    def test_fit_twice_is_fit_once(self, model, X):
        fitted = clone(model).fit(X[:8] + X[-8:], STANCES[:8] + STANCES[-8:]).fit(X, STANCES)
        np.testing.assert_array_equal(fitted.predict_proba(X), clone(model).fit(X, STANCES).predict_proba(X))

    def test_order_and_company_of_rows_do_not_matter(self, model, X):
        fitted = clone(model).fit(X, STANCES)
        together = fitted.predict_proba(X)
        np.testing.assert_allclose(fitted.predict_proba(X[::-1])[::-1], together, atol=1e-12)
        np.testing.assert_allclose(np.vstack([fitted.predict_proba([x]) for x in X]), together, atol=1e-12)

    def test_pickled_for_workers(self, model, X):
        fitted = clone(model).fit(X, STANCES)
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict_proba(X), fitted.predict_proba(X))

    def test_weights_count(self, model, X):
        weights = [1000.0 if s == "for" else 0.001 for s in STANCES]
        loaded = clone(model).set_params(balanced=False).fit(X, STANCES, sample_weight=weights)
        assert (loaded.predict(X) == "for").mean() > 0.9

    def test_one_label_is_refused(self, model, X):
        with pytest.raises(stance.StanceError, match="at least two different labels"):
            clone(model).fit(X, ["for"] * len(X))

    def test_lengths_must_fit(self, model, X):
        with pytest.raises(stance.StanceError, match="labels"):
            clone(model).fit(X, STANCES[:-1])

    def test_one_string_is_refused(self, model, X):
        with pytest.raises(stance.StanceError):
            clone(model).fit("a text", ["for"])

    def test_unfitted(self, model, X):
        with pytest.raises(NotFittedError):
            clone(model).predict(X)

    def test_empty_unseen_and_strange_texts(self, model, X):
        fitted = clone(model).fit(X, STANCES)
        strange = ["", "qqqq zzzz", "Приштина 🙂 \x00", "never " * 9000]
        rows = [(text, "something unseen") for text in strange] if isinstance(X[0], tuple) else strange
        assert np.isfinite(fitted.predict_proba(rows)).all()

    def test_works_in_the_tools_of_scikit_learn(self, model, X):
        search = GridSearchCV(clone(model).set_params(folds=2), {"cost": [0.1, 1.0]}, cv=2).fit(X, STANCES)
        assert search.best_score_ > 0.4
        assert len(cross_val_score(make_pipeline(clone(model).set_params(folds=2)), X, STANCES, cv=2)) == 2

    def test_text_types_that_hold_texts(self, model, X):
        fitted = clone(model).fit(tuple(X), np.array(STANCES))
        np.testing.assert_array_equal(fitted.predict(iter(X)), fitted.predict(X))


@given(st.lists(st.text(max_size=50), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_any_text_gets_probabilities(texts):
    probabilities = _fitted().predict_proba([(text, "NATO") for text in texts])
    assert np.isfinite(probabilities).all() and np.allclose(probabilities.sum(1), 1)


def test_an_unseen_target_is_judged_by_what_all_share():
    assert _fitted().predict([("We support the canal.", "canal"), ("We reject the canal.", "canal")]).tolist() == [
        "for",
        "against",
    ]


def _fitted(cache=[]):  # noqa: B006
    if not cache:
        cache.append(stance.StanceClassifier(bits=12).fit(PAIRS, STANCES))
    return cache[0]
