from stance.labels import Labels
from stance.report.grid import make_grid


def test_sides_by_topics(labels):
    grid = make_grid(labels, str, 10, 12)
    assert grid.by == "side"
    assert grid.topics == ["nato-membership", "russia-relations", "russia-sanctions"]
    cells = dict(grid.rows)
    assert cells["Norland"][0].shown == "0.00" and cells["Norland"][1] is None
    assert cells["Sudland"][0].shown == "−1.00" and cells["Sudland"][0].shade == "a5"
    assert "1 against" in cells["Sudland"][0].spoken
    assert not any("sample=" in note for note in grid.notes)


def test_speakers_where_there_are_no_sides():
    rows = [{"text": "Yes.", "speaker": name, "topic": "nato", "stance": "favor"} for name in ("Ada Roth", "Jon Falk")]
    grid = make_grid(Labels.from_records(rows), str, 1, 12)
    assert (grid.by, len(grid.rows), grid.hidden) == ("speaker", 1, 1)


def test_topics_with_most_statements_are_shown(labels):
    grid = make_grid(labels, str, 10, 1)
    assert grid.topics == ["nato-membership"] and "of 3" in grid.notes[-1]


def test_no_grid_where_nobody_takes_a_stance():
    assert make_grid(Labels.from_records([{"text": "It rained.", "side": "Norland"}]), str, 5, 12) is None
