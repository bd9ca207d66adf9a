"""The two ways into the engine: scoring without a matrix equals the matrix times the coefficients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.features.extractor import TextFeatures
from stance.features.scoring import ScoreTable
from stance.features.text import find_words

VOCABULARY = [
    "we",
    "will",
    "not",
    "never",
    "join",
    "nato",
    "kosovo",
    "support",
    "oppose",
    "talks",
    "“peace”",
    "Vučić's",
    "don't",
]
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=25).map(" ".join)
TEXTS = st.lists(st.one_of(SENTENCES, st.text(max_size=60)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def table():
    features = TextFeatures(bits=14).fit(["we will not join", "kosovo talks support peace", "never oppose nato"])
    rng = np.random.default_rng(0)
    return ScoreTable.compress(features, rng.normal(size=(1 << 14, 7)), rng.normal(size=7))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_both_ways_agree(table, texts):
    fast, slow = table.score(texts), table.plain(table.features.matrix(texts))
    np.testing.assert_allclose(fast, slow, atol=1e-9)
    np.testing.assert_array_equal(fast.argmax(1), slow.argmax(1))


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_alone_and_in_any_batch_bit_for_bit(table, texts):
    together = table.score(texts)
    for i, text in enumerate(texts):
        np.testing.assert_array_equal(table.score([text])[0], together[i])


def test_rounding_is_small(table):
    exact = np.random.default_rng(0).normal(size=(1 << 14, 7))
    close = table.coefficients()
    assert np.abs(close - exact).max() < 0.03 * np.abs(exact).max()


def test_chosen_outputs(table):
    texts = ["we oppose talks", "nato"]
    np.testing.assert_array_equal(table.score(texts, slice(2, 5)), table.score(texts)[:, 2:5])
    np.testing.assert_array_equal(table.score(texts, np.array([6, 0])), table.score(texts)[:, [6, 0]])


def test_a_text_without_words_scores_the_intercept(table):
    np.testing.assert_array_equal(table.score(["", "…"]), np.tile(table.intercept, (2, 1)))


def test_a_batch_of_many_megabytes(table):
    texts = ["we will never join nato and support talks " * 40] * 2000
    scores = table.score(texts)
    assert (scores == scores[0]).all()


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_few_and_many_texts_are_scored_alike(table, texts):
    """Many texts go through a sparse product, few through numpy alone: the same to the bit."""
    words = find_words(texts)
    np.testing.assert_array_equal(table._batch(words, table.weights), table._large_batch(words, table._widened()))
