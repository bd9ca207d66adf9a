import numpy as np
import pytest
import scipy.sparse as sp

from stance.learning.memory import Memory


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    labels = np.full((400, 3), -1)
    labels[:300, 0] = 0
    labels[300:330, 1] = rng.integers(0, 3, 30)
    labels[330:340, 2] = 2
    return sp.random(400, 1 << 12, 0.02, "csr", random_state=1), labels, rng.integers(-1, 3, 400)


def test_rare_cells_are_kept_whole(data):
    memory = Memory.draw(*data, size=100)
    assert len(memory) == 100
    counts = (memory.labels >= 0).sum(axis=0)
    assert counts[2] == 10 and counts[1] == 30 and counts[0] < 50
    assert ((memory.labels < 0).all(axis=1)).sum() > 10


def test_features_come_back_to_rounding(data):
    memory = Memory.draw(*data, size=400)
    back = memory.matrix(12)
    assert back.shape == data[0].shape and abs(back - data[0]).max() < 1e-5
    assert (memory.labels == data[1]).all() and (memory.sentiments == data[2]).all()


def test_drawing_is_the_same_for_the_same_seed(data):
    a, b, c = Memory.draw(*data, 50, 0), Memory.draw(*data, 50, 0), Memory.draw(*data, 50, 1)
    assert (a.entries == b.entries).all() and len(a.entries) and not np.array_equal(a.entries, c.entries)


def test_extended_with_a_topic_more(data):
    matrix, labels, tones = data
    more = np.hstack([labels[:20], np.zeros((20, 1), int)])
    grown = Memory.draw(*data, size=100).extended(matrix[:20], more, tones[:20])
    assert len(grown) == 120 and grown.labels.shape == (120, 4)
    assert (grown.labels[:100, 3] == -1).all() and (grown.labels[100:, 3] == 0).all()
    assert grown.matrix(12).shape == (120, 1 << 12)


def test_rebuilt_from_its_arrays_and_refused_where_they_do_not_fit(data):
    arrays = Memory.draw(*data, size=50).arrays()
    assert len(Memory.rebuild(arrays, 3)) == 50 and Memory.rebuild({}, 3) is None
    for broken in ({"memory_starts": arrays["memory_starts"][:-1]}, {"memory_labels": arrays["memory_labels"][:, :2]}):
        with pytest.raises(ValueError, match="do not fit"):
            Memory.rebuild({**arrays, **broken}, 3)
