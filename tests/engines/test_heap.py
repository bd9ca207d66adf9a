import os
import subprocess
import sys

import pytest

from stance import heap

pytestmark = pytest.mark.engines

COUNT = """
import resource, sys, stance
from contextlib import nullcontext
from stance.heap import held_heap
said = [f"Serbia will not join NATO for the {i}th time." for i in range(8000)]
stance.label(said)
for context in (nullcontext(), held_heap(), nullcontext()):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    with context:
        for _ in range(2):
            stance.label(said)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(heap._glibc() is None, reason="not glibc")
def test_pages_are_kept_within_and_given_back_after():
    environment = os.environ | {"MALLOC_TRIM_THRESHOLD_": "65536", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True)
    before, within, after = map(int, done.stdout.split())
    assert within < before / 4
    assert after > before / 2


@pytest.mark.parametrize("usual", [None, "", "-1", "many", str(1 << 30)])
def test_other_processes_are_left_alone(monkeypatch, usual):
    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    if usual is not None:
        monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", usual)
    monkeypatch.setattr(heap, "_enter", None)  # would fail if it were called
    with heap.held_heap():
        pass
