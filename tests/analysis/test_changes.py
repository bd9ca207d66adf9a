import pytest

from stance.analysis import changes
from stance.errors import InputError

from .helpers import table


def line(stances, **shared):
    rows = [
        {"date": f"20{10 + i}-01-01", "topic": "t", "stance": s, "speaker": "Ana Nord"} for i, s in enumerate(stances)
    ]
    return table(*rows, **shared)


def test_turns_and_their_statements():
    found = changes(line(["against", "neutral", "favor", "favor", "against"]), "Ana Nord", "t")
    turns = [(r["date"], r["from"], r["to"], r["text"], r["held"], r["last_text"]) for r in found]
    assert turns == [
        ("2012-01-01", "against", "favor", "No. 2", 2, "No. 0"),
        ("2014-01-01", "favor", "against", "No. 4", 1, "No. 3"),
    ]
    assert len(found.statements) == 5
    assert found.notes == ("Ana Nord changed position 2 times on t in 5 statements, 2010-01-01 to 2014-01-01.",)


def test_hold_passes_over_single_deviations():
    labels = line(["favor", "favor", "against", "favor", "against", "against"])
    assert len(changes(labels, "Nord", "t")) == 3
    assert [(r["date"], r["held"]) for r in changes(labels, "Nord", "t", hold=2)] == [("2014-01-01", 2)]


def test_sides_serve_as_speakers():
    assert changes(line(["favor", "against"], side="Norland"), "norland", "t")[0]["to"] == "against"


def test_order_of_rows_does_not_matter():
    rows = line(["favor", "against"]).to_records()[::-1]
    for row in rows:
        del row["statement"]
    assert changes(table(*rows), "Nord", "t")[0]["to"] == "against"


def test_never():
    assert "never changed position" in changes(line(["neutral", "favor"]), "Nord", "t").notes[0]
    assert changes(line([None]), "Nord", "t").notes == ("Ana Nord takes no stance on t.",)


def test_missing_dates():
    labels = table({"speaker": "Ana", "topic": "t", "stance": "favor"})
    with pytest.raises(InputError, match="none of the 1 statements of Ana on t has a date"):
        changes(labels, "Ana", "t")


def test_names_that_do_not_fit():
    labels = table(("Ana Nord", "t", "favor"), ("Bo Nord", "t", "favor"))
    with pytest.raises(InputError, match="'Nord' may be Ana Nord, Bo Nord"):
        changes(labels, "Nord", "t")
    with pytest.raises(InputError, match="no speaker or side 'Ana Norde'; did you mean Ana Nord"):
        changes(labels, "Ana Norde", "t")
