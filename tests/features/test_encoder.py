"""Sentence vectors: checked shapes, clear refusals, and a real encoder where one is installed."""

import numpy as np
import pytest

from stance import StanceClassifier, StanceError
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
