from pathlib import Path

import pytest

import stance
from stance.errors import ModelError, StanceError
from stance.learning.promote import promote


def content(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


@pytest.fixture(scope="module")
def better(small, rows):
    return small.update(rows[100:180], topics=["open-balkan"])


@pytest.fixture
def old(small, tmp_path):
    small.save(tmp_path / "old")
    return tmp_path / "old"


def test_a_better_model_takes_the_place(better, old, rows, tmp_path):
    better.save(tmp_path / "new")
    gold = rows[100:180]  # what it has learned from: here it must be better
    comparison = promote(tmp_path / "new", old, gold)
    assert comparison["pair_f1"].b > comparison["pair_f1"].a
    installed = stance.load(old)
    texts = [row["text"] for row in rows]
    assert installed.label(texts).to_records() == better.label(texts).to_records()
    assert installed.facts["promotion"]["forced"] is False
    assert "Promoted" in (old / "README.md").read_text() and len(list(old.glob("weights-*"))) == 1


def test_what_is_not_better_is_refused_in_one_line_with_the_figures(small, old, rows, tmp_path):
    before = content(old)
    wanted = r"not better than .*: pair F1 \d\.\d+ against \d\.\d+, higher in 0%"
    with pytest.raises(StanceError, match=wanted) as error:
        promote(small, old, rows[:60])
    assert "\n" not in str(error.value) and "force" in str(error.value)
    assert content(old) == before


def test_force_installs_in_any_case_and_says_so(small, better, tmp_path, rows):
    better.save(tmp_path / "old")
    promote(small, tmp_path / "old", rows[100:180], force=True)
    assert stance.load(tmp_path / "old").facts["promotion"]["forced"] is True
    assert "by force" in (tmp_path / "old" / "README.md").read_text()


def test_where_no_model_stands_only_force_installs(small, rows, tmp_path):
    with pytest.raises(ModelError, match="no such folder"):
        promote(small, tmp_path / "none", rows[:30])
    promote(small, tmp_path / "none", rows[:30], force=True)
    assert stance.load(tmp_path / "none").topics[0].id == "open-balkan"


def test_bad_gold_leaves_the_old_model(small, old, tmp_path):
    before = content(old)
    with pytest.raises(StanceError):
        promote(small, old, tmp_path / "missing.jsonl")
    assert content(old) == before
