"""Labels do not depend on who speaks: sources are swapped in 400 statements of the corpus, and changes counted."""

import importlib
from pathlib import Path

import numpy as np
import pytest

import stance

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
# What the shipped model meets, of all 400 statements and for each swap. It was trained on them, so this guards against
# a model that gets worse; benchmarks/RESULTS-accuracy.md has the shares on statements that a model has not seen.
STANCE_CHANGED, ANY_ROW_CHANGED = 0.005, 0.03


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("speaker_swap")


def test_labels_hold_whoever_speaks(script):
    rows = script.lines(script.CORPUS)
    pool = script.Pool.of(script.sample(rows, 1500))
    found = script.measure(script.sample(rows, 400), pool, stance.load())
    for swap, table in found.items():
        made, turned, moved = table.mean(axis=0)
        assert made > 0.25, swap
        assert turned <= STANCE_CHANGED, f"{swap}: the stance changed in {turned:.2%}"
        assert moved <= ANY_ROW_CHANGED, f"{swap}: a row changed in {moved:.2%}"


def test_the_source_alone_is_replaced(script):
    text = '"We want to join NATO," the Serbian president said. He added that talks go on.'
    spans = script.sources(text)
    assert [text[slice(*span)] for span in spans] == ["the Serbian president", "He"]
    swapped = script.replace(text, spans, "a Kosovo envoy")
    assert swapped == '"We want to join NATO," a Kosovo envoy said. A Kosovo envoy added that talks go on.'
    assert script.replace(text, spans[:1], "The envoy").startswith('"We want to join NATO," the envoy said')


def test_who_speaks_for_themselves_is_no_source(script):
    assert script.sources("We said that we want to join NATO.") == []


def test_another_source_is_drawn_from_the_side_that_is_asked_for(script):
    pool = script.Pool.of(
        [
            {"text": "The Serbian president said that it rains.", "speaker": "Serbian president", "side": "Serbia"},
            {"text": "The Serbian minister said that it rains.", "speaker": "Serbian minister", "side": "Serbia"},
            {"text": "The Kosovo premier said that it rains.", "speaker": "Kosovo premier", "side": "Kosovo"},
            {"text": "He said that it rains.", "speaker": "Russian president", "side": "Russia"},
        ]
    )
    assert len(pool.everyone) == 3
    rng = np.random.default_rng(0)
    assert pool.draw("role", "Serbia", "The Serbian president", rng) == "The Serbian minister"
    assert pool.draw("side", "Kosovo", "The Kosovo premier", rng).startswith("The Serbian")
    assert pool.draw("side", "Iceland", "the envoy", rng) is None
    assert pool.draw("role", None, "the envoy", rng) is None
    assert pool.draw("any", None, "the envoy", rng) in pool.everyone
