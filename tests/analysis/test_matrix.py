import pytest

from stance.analysis import draw_sample, matrix
from stance.errors import InputError
from stance.labels import Labels

from .helpers import answers, corpus, table


def test_means_counts_and_order():
    labels = table(
        ("Ana", "nato", "favor"), ("Ana", "nato", "against"), ("Ana", "energy", "neutral"), ("Bo", "nato", "against"),
        ("Bo", None, None), (None, "nato", "favor"),
    )  # fmt: skip
    found = matrix(labels, "speaker")
    assert [(r["speaker"], r["topic"], r["mean"], r["n"]) for r in found] == [
        ("Ana", "nato", 0, 2), ("Ana", "energy", 0, 1), ("Bo", "nato", -1, 1),
    ]  # fmt: skip
    assert found[0]["favor"] == found[0]["against"] == 1 and found[0]["neutral"] == 0
    assert "1 of 6 statements name no speaker and are left out." in found.notes


def test_interval_needs_two_documents():
    rows = [{"side": "A", "topic": "t", "stance": s, "document": d} for s, d in (("favor", "x"), ("against", "y"))]
    assert matrix(table(*rows))[0]["low"] is not None
    assert matrix(table(*rows, document="z"))[0]["low"] is not None
    assert matrix(table(*({**row, "document": "z"} for row in rows)))[0]["low"] is None


def test_sample_corrects():
    labels, truth = corpus()
    known = [(t["nato"] == "favor") - (t["nato"] == "against") for t in truth.values() if t]
    found = matrix(table(*({**r, "side": "all"} for r in labels)), sample=answers(draw_sample(labels, 200), truth))
    assert found[0]["low"] < sum(known) / len(known) < found[0]["high"]
    assert "Corrected from 200 labelled of 400 statements" in found.notes[0]


def test_nothing_to_show():
    found = matrix(table(("Ana", None, None)))
    assert len(found) == 0 and found.notes[0] == "No statement with a side takes a stance on a topic."
    with pytest.raises(InputError, match="no rows"):
        matrix(Labels.from_records([]))
    with pytest.raises(InputError, match="no column 'party'"):
        matrix(table(("Ana", "t", "favor")), "party")
