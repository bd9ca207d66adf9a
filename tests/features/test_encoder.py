"""Sentence vectors: checked shapes, clear refusals, and a real encoder where one is installed."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from stance import SentimentClassifier, StanceClassifier, StanceError
from stance.features.encoder import encode


def test_a_callable_encodes():
    assert encode(lambda texts: [[len(t), 1] for t in texts], ["a", "bb"]).tolist() == [[1, 1], [2, 1]]


def test_a_wrong_shape_is_refused():
    with pytest.raises(StanceError, match=r"shape \(3,\) for 1 texts"):
        encode(lambda texts: np.zeros(3), ["a"])


def test_a_folder_without_an_encoder_is_refused(tmp_path):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    with pytest.raises(StanceError, match="no sentence encoder"):
        encode(tmp_path, ["a"])


def test_vectors_are_features_of_the_classifier():
    X = [("alpha", "t"), ("beta", "t")] * 15
    y = ["favor", "against"] * 15
    model = StanceClassifier(bits=8, encoder=lambda texts: np.array([[t == "alpha", t == "beta"] for t in texts]) * 3.0)
    assert (model.fit(X, y).predict(X) == y).all()


@pytest.fixture(scope="module")
def minilm(need, tmp_path_factory):
    """Give a folder with all-MiniLM-L6-v2, put together from packages on the index."""
    need("encoder")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
        return importlib.import_module("encoder").packaged(tmp_path_factory.mktemp("minilm"))


@pytest.mark.engines
class TestRealWeights:
    def test_likeness_follows_meaning(self, minilm):
        vectors = encode(
            minilm, ["The cat sits on the mat.", "A cat is sitting on a rug.", "Taxes on steel will rise."]
        )
        assert vectors.shape == (3, 384)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        likeness = vectors @ vectors.T
        assert likeness[0, 1] > 0.6 > 0.3 > likeness[0, 2]

    def test_company_hardly_matters(self, minilm):
        texts = ["Short.", "A rather longer statement that says a little more than the first one does.", ""]
        alone = np.vstack([encode(minilm, [text]) for text in texts])
        assert (alone * encode(minilm, texts)).sum(axis=1).min() > 0.97  # int8 weights are scaled by the batch

    def test_words_never_seen_are_judged_by_their_meaning(self, minilm):
        good = ["A great success.", "Wonderful news for all.", "We are delighted.", "An excellent result."] * 3
        bad = ["A terrible failure.", "Awful news for all.", "We are horrified.", "A dreadful result."] * 3
        X, y = good + bad, ["positive"] * len(good) + ["negative"] * len(bad)
        unseen = ["Splendid!", "Superb and marvellous.", "Disastrous!", "Catastrophic and abysmal."]
        model = SentimentClassifier(bits=12, encoder=minilm).fit(X, y)
        assert model.predict(unseen).tolist() == ["positive"] * 2 + ["negative"] * 2
        pairs = StanceClassifier(bits=12, encoder=str(minilm)).fit([(text, "the deal") for text in X], y)
        assert pairs.predict([(text, "the deal") for text in unseen]).tolist() == ["positive"] * 2 + ["negative"] * 2
