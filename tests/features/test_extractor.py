"""The extractor: independent of batches, lengths as promised, rebuilt from its settings."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.features.extractor import Group, TextFeatures, batches, segment_sum

TEXTS = [
    "We will never recognise Kosovo.",
    "Kosovo is independent.",
    "Talks resume on Tuesday in Brussels.",
    "",
    "NATO",
]


@pytest.fixture(scope="module")
def features():
    return TextFeatures(bits=14).fit(TEXTS)


def test_rows_do_not_depend_on_the_batch(features):
    together = features.matrix(TEXTS).toarray()
    for i, text in enumerate(TEXTS):
        np.testing.assert_allclose(features.matrix([text]).toarray()[0], together[i], atol=1e-12)


def test_a_text_without_words_has_no_features(features):
    assert features.matrix(["", " .,; "]).nnz == 0


def test_longer_texts_do_not_weigh_more(features):
    once, often = features.matrix(["Serbia welcomes talks", "Serbia welcomes talks " * 30])
    ratio = np.sqrt(often.multiply(often).sum() / once.multiply(once).sum())
    assert 0.2 < ratio < 6


def test_one_group_without_collisions_has_length_one():
    features = TextFeatures(bits=20, groups=(Group(("word",)),)).fit(TEXTS)
    row = features.matrix(["Kosovo is independent"])
    assert row.multiply(row).sum() == pytest.approx(1.0, abs=1e-9)


def test_rare_words_count_more():
    features = TextFeatures(bits=20, groups=(Group(("word",)),)).fit(["the talks"] * 50 + ["the embargo"])
    row = features.matrix(["talks embargo"])
    assert row.max() > 2 * row.data.min()


def test_settings_round_trip(features):
    again = TextFeatures.from_dict(features.to_dict(), features.squared_idf)
    assert (again.matrix(TEXTS) != features.matrix(TEXTS)).nnz == 0


@given(st.lists(st.integers(0, 50_000), max_size=60))
@settings(max_examples=50)
def test_batches_cover_everything_once(lengths):
    texts = ["x" * n for n in lengths]
    ranges = list(batches(texts, 100_000))
    assert [i for a, b in ranges for i in range(a, b)] == list(range(len(texts)))


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(-128, 127)), max_size=40))
def test_segment_sum(rows):
    rows = sorted(rows)
    owner = np.array([r[0] for r in rows], dtype=np.int64)
    values = np.array([[r[1]] for r in rows], dtype=np.int8).reshape(-1, 1)
    expected = np.zeros(7)
    np.add.at(expected, owner, values[:, 0])
    np.testing.assert_array_equal(segment_sum(values, owner, 7)[:, 0], expected)
