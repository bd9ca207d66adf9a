"""StanceFeatures as a transformer."""

import numpy as np
import pytest
from sklearn.base import clone

from stance import StanceError, StanceFeatures

PAIRS = [
    ("We want to join NATO.", "NATO"),
    ("We will not impose sanctions.", "sanctions"),
    ("We want to join NATO.", "sanctions"),
]


def test_a_known_target_has_a_copy_and_an_unknown_one_has_none():
    features = StanceFeatures(bits=10, relation=False).fit(PAIRS)
    known, unknown = features.transform([PAIRS[0], (PAIRS[0][0], "elsewhere")])
    assert known.nnz == 2 * unknown.nnz
    np.testing.assert_allclose(known[:, :1024].toarray(), unknown[:, :1024].toarray())


def test_names_fit_the_columns():
    features = StanceFeatures(bits=8, encoder=lambda texts: np.ones((len(texts), 3))).fit(PAIRS)
    names = features.get_feature_names_out()
    assert features.transform(PAIRS).shape == (3, len(names))
    assert names[0] == "text:0" and names[-1] == "encoder:2" and "copy:NATO:5" in names


def test_fit_transform_is_fit_then_transform():
    one = StanceFeatures(bits=10).fit_transform(PAIRS)
    two = StanceFeatures(bits=10).fit(PAIRS).transform(PAIRS)
    assert (one != two).nnz == 0


def test_a_frame_is_taken_like_pairs():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(PAIRS, columns=["text", "target"])
    features = StanceFeatures(bits=10).fit(PAIRS)
    assert (features.transform(frame) != features.transform(PAIRS)).nnz == 0
    with pytest.raises(StanceError, match="no column 'target'"):
        features.transform(frame[["text"]])


@pytest.mark.parametrize("bad", ["one text", [("only",)], ["text"], [("a", None)], [(1, "NATO")]])
def test_anything_but_pairs_is_refused(bad):
    with pytest.raises(StanceError):
        StanceFeatures(bits=8).fit(bad)


def test_many_targets_have_no_copies():
    features = StanceFeatures(bits=8, max_targets=1, relation=False).fit(PAIRS)
    assert features.targets_ == [] and features.transform(PAIRS).shape[1] == 256


def test_clone():
    assert (
        clone(StanceFeatures(bits=9, relation=False)).get_params()
        == StanceFeatures(bits=9, relation=False).get_params()
    )
