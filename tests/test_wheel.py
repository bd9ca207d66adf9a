"""The wheel in a bare environment: labels offline, from any folder, and puts nothing beside the package."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with the build backend that is installed for the tests."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_it_holds_the_model_and_the_data_and_no_top_level_models(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "stance/_models/press/model.json" in names
    assert any(name.startswith("stance/_models/press/weights-") for name in names)
    assert {"stance/py.typed", "stance/data/topics.toml", "stance/data/lexicon.tsv"} <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"stance"}
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".joblib"))]
    assert not [name for name in names if name.startswith("stance/_models/press/.")]


def test_it_labels_offline_from_any_folder(wheel, tmp_path):
    """The wheel unpacked into an environment that has the dependencies, and no way to the network."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse\n"
        "import stance, sys\n"
        f"assert stance.__file__.startswith({str(site)!r}), stance.__file__\n"
        "row = stance.label('Serbia has no plans to join NATO and wants to keep military neutrality.')[0]\n"
        "print(row['topic'], row['stance'])\n"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PYTHONPATH": str(site)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=elsewhere, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["nato-membership", "against"]
