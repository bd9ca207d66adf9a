"""What stands near the target."""

import numpy as np

from stance.features.relation import relation_matrix


def row(text, target):
    return relation_matrix([text], [target], 16)


def test_the_target_decides():
    text = "We praise Montenegro and condemn Belgrade"
    assert (row(text, "Montenegro") != row(text, "Belgrade")).nnz > 4


def test_naming_the_target_is_seen():
    assert (row("talks resume", "NATO") != row("NATO talks resume", "NATO")).nnz


def test_rows_have_length_one_and_do_not_depend_on_the_batch():
    texts, targets = ["We praise NATO", "", "no target here at all", "NATO NATO"], ["NATO", "NATO", "EU", "NATO"]
    together = relation_matrix(texts, targets, 16)
    np.testing.assert_allclose(np.asarray(together.multiply(together).sum(1)).ravel(), 1.0)
    for i in range(len(texts)):
        assert (relation_matrix([texts[i]], [targets[i]], 16) != together[i]).nnz == 0


def test_nothing_to_do():
    assert relation_matrix([], [], 10).shape == (0, 1024)
