"""Models on the disk: killed at any moment, written by two processes at once, and made by somebody who means harm."""

import hashlib
import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import stance
from stance.errors import ModelError

ROOT = Path(__file__).parents[2]
SAVING = """
    import sys
    import stance
    models = [stance.load(path) for path in sys.argv[2:]]
    print("ready", flush=True)
    while True:
        for model in models:
            model.save(sys.argv[1])
"""
UPDATING = """
    import json, sys
    import stance
    rows = [json.loads(line) for line in open(sys.argv[3], encoding="utf-8")][100:125]
    print("ready", flush=True)
    while True:
        model = stance.load(sys.argv[2])
        model.update(rows, topics=["open-balkan"]).save(sys.argv[1])
        model.save(sys.argv[1])
"""
TRAINING = """
    import json, sys
    import stance
    rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")][:40]
    print("ready", flush=True)
    while True:
        stance.train(rows, topics=["open-balkan"]).save(sys.argv[1])
"""


def start(script, *arguments):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout.readline() == b"ready\n"
    return process


def kill(process):
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def print_of(model):
    """A fingerprint of all that a model knows, bit for bit."""
    heads = model._heads
    digest = hashlib.sha256(json.dumps(heads.settings(), sort_keys=True).encode())
    for name, array in sorted(heads.arrays().items()):
        digest.update(name.encode() + np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


@pytest.fixture(scope="module")
def two(small, rows, tmp_path_factory):
    """Two models that differ in everything, saved."""
    folder = tmp_path_factory.mktemp("two")
    other = small.update(rows[100:150], topics=["open-balkan"])
    small.save(folder / "a")
    other.save(folder / "b")
    return folder


# -- killed ------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_at_any_moment_of_a_save_one_of_the_two_is_there(two, tmp_path):
    wanted = {print_of(stance.load(two / name)) for name in "ab"}
    target = tmp_path / "model"
    shutil.copytree(two / "a", target)
    moments = random.Random(0)
    seen = set()
    for _ in range(12):
        process = start(SAVING, target, two / "a", two / "b")
        time.sleep(moments.uniform(0, 0.08))
        kill(process)
        seen.add(print_of(stance.load(target)))
    assert seen <= wanted


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_at_any_moment_of_an_update_one_of_the_two_is_there(two, rows, tmp_path):
    data = Path(__file__).parent / "data" / "open_balkan.jsonl"
    old = stance.load(two / "a")
    wanted = {print_of(old), print_of(old.update(rows[100:125], topics=["open-balkan"]))}
    target = tmp_path / "model"
    shutil.copytree(two / "a", target)
    moments = random.Random(1)
    for _ in range(5):
        process = start(UPDATING, target, two / "a", data)
        time.sleep(moments.uniform(0.2, 1.0))
        kill(process)
        assert print_of(stance.load(target)) in wanted


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_while_training_the_old_model_is_there(two, rows, tmp_path):
    data = Path(__file__).parent / "data" / "open_balkan.jsonl"
    wanted = {print_of(stance.load(two / "a")), print_of(stance.train(rows[:40], topics=["open-balkan"]))}
    target = tmp_path / "model"
    shutil.copytree(two / "a", target)
    moments = random.Random(2)
    for _ in range(2):
        process = start(TRAINING, target, data)
        time.sleep(moments.uniform(0.3, 3.0))
        kill(process)
        assert print_of(stance.load(target)) in wanted


# -- two at once -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_two_processes_saving_to_one_folder_never_mix(two, tmp_path):
    wanted = {print_of(stance.load(two / name)) for name in "ab"}
    target = tmp_path / "model"
    shutil.copytree(two / "a", target)
    processes = [start(SAVING, target, two / "a"), start(SAVING, target, two / "b")]
    try:
        end = time.monotonic() + 4
        seen = []
        while time.monotonic() < end:
            seen.append(print_of(stance.load(target)))
    finally:
        for process in processes:
            kill(process)
    assert set(seen) <= wanted and len(seen) > 10
    assert print_of(stance.load(target)) in wanted


# -- made to harm ------------------------------------------------------------------------------------------------


class Bomb:
    def __reduce__(self):
        return os.mkdir, (str(Path(os.environ["STANCE_TEST_CANARY"])),)


def claim(folder, data, name="weights-0123456789abcdef.safetensors"):
    """Put bytes in the place of the weights, with the right SHA-256."""
    (folder / name).write_bytes(data)
    settings = json.loads((folder / "model.json").read_text())
    settings |= {"weights": name, "sha256": hashlib.sha256(data).hexdigest()}
    (folder / "model.json").write_text(json.dumps(settings))


@pytest.fixture
def victim(two, tmp_path):
    shutil.copytree(two / "a", tmp_path / "model")
    return tmp_path / "model"


def test_a_pickle_is_never_run(victim, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_TEST_CANARY", str(tmp_path / "canary"))
    evil = pickle.dumps(Bomb())
    for data in (evil, (len(evil)).to_bytes(8, "little") + evil):
        claim(victim, data)
        with pytest.raises(ModelError, match="weights"):
            stance.load(victim)
    (victim / "model.pkl").write_bytes(evil)
    claim(victim, evil, "weights.pkl")
    with pytest.raises(ModelError, match="names no file of weights"):
        stance.load(victim)
    assert not (tmp_path / "canary").exists()


def test_an_archive_that_would_swell_is_refused(victim):
    with zipfile.ZipFile(victim / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("weights", b"\0" * (64 << 20))
    claim(victim, (victim / "bomb.zip").read_bytes())
    with pytest.raises(ModelError, match="no file of weights"):
        stance.load(victim)


@pytest.mark.parametrize(
    "header",
    [
        {"detect": {"dtype": "I8", "shape": [1 << 40], "data_offsets": [0, 1 << 40]}},
        {"detect": {"dtype": "I8", "shape": [4], "data_offsets": [-4, 0]}},
        {"detect": {"dtype": "O", "shape": [1], "data_offsets": [0, 8]}},
        {"detect": {"dtype": "I8", "shape": [8], "data_offsets": [0, 8]}},
        ["no", "header"],
    ],
)
def test_weights_that_claim_more_than_they_hold_are_refused(victim, header):
    text = json.dumps(header).encode()
    claim(victim, len(text).to_bytes(8, "little") + text + b"\0" * 8)
    with pytest.raises(ModelError):
        stance.load(victim)


def test_links_and_paths_outside_are_refused(victim, tmp_path):
    weights = next(victim.glob("weights-*"))
    outside = tmp_path / "outside.safetensors"
    shutil.copy(weights, outside)
    settings = json.loads((victim / "model.json").read_text())
    for name in ("../outside.safetensors", str(outside), "..", ""):
        (victim / "model.json").write_text(json.dumps({**settings, "weights": name}))
        with pytest.raises(ModelError, match="names no file of weights"):
            stance.load(victim)
    (victim / "model.json").write_text(json.dumps(settings))
    weights.unlink()
    weights.symlink_to(outside)
    with pytest.raises(ModelError, match="missing"):
        stance.load(victim)
    weights.unlink()
    shutil.copy(outside, weights)
    (victim / "model.json").rename(tmp_path / "model.json")
    (victim / "model.json").symlink_to(tmp_path / "model.json")
    with pytest.raises(ModelError, match="link"):
        stance.load(victim)


def test_settings_that_do_not_fit_are_refused_in_one_line(victim):
    settings = json.loads((victim / "model.json").read_text())
    changes = [{"topics": 7}, {"scale": {}}, {"touch": "x"}, {"features": {"bits": 3, "groups": []}}, {"format": 99}]
    for change in (*changes, {"thresholds": [0.5, 0.5]}, {"topics": settings["topics"] * 2}):
        (victim / "model.json").write_text(json.dumps({**settings, **change}))
        with pytest.raises(ModelError) as error:
            stance.load(victim).label("We will join NATO.")
        assert "\n" not in str(error.value)


def test_weights_cut_short_or_changed_in_one_bit_are_refused(victim):
    path = next(victim.glob("weights-*"))
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[-1] ^= 1
    for data in (whole[:-1], whole[: len(whole) // 2], b"", bytes(changed)):
        path.write_bytes(data)
        with pytest.raises(ModelError):
            stance.load(victim)


def test_a_memory_that_does_not_fit_is_refused(small, tmp_path):
    memory = replace(small._heads.memory, labels=small._heads.memory.labels[:, :0])
    stance.Model(replace(small._heads, memory=memory)).save(tmp_path / "model")
    with pytest.raises(ModelError):
        stance.load(tmp_path / "model")
