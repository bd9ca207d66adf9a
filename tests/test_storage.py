"""A model as a folder."""

import json

import numpy as np
import pytest

from stance.errors import ModelError
from stance.storage import FORMAT, check_target, read_model, write_model

ARRAYS = {
    "a": np.arange(6, dtype=np.int8).reshape(2, 3),
    "b": np.linspace(0, 1, 5),
    "c": np.zeros((0, 3), dtype=np.float32),
    "d": np.array([2**31], dtype=np.uint32),
}


@pytest.fixture
def folder(tmp_path):
    write_model(tmp_path / "model", {"name": "ž"}, ARRAYS, "# Card\n")
    return tmp_path / "model"


def weights(folder):
    return next(folder.glob("weights-*.safetensors"))


def test_what_was_written_is_read(folder):
    settings, arrays = read_model(str(folder))
    assert settings["name"] == "ž"
    assert settings["format"] == FORMAT
    assert settings["weights"] == weights(folder).name
    assert weights(folder).name == f"weights-{settings['sha256'][:16]}.safetensors"
    assert sorted(arrays) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], array)
        assert arrays[name].dtype == array.dtype
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["README.md", "model.json", weights(folder).name]
    )


def test_weights_are_mapped_and_cannot_be_changed(folder):
    _, arrays = read_model(folder)
    assert isinstance(arrays["b"], np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        arrays["b"][0] = 1


def test_the_same_model_gives_the_same_bytes(folder, tmp_path):
    write_model(tmp_path / "again", {"name": "ž"}, dict(reversed(ARRAYS.items())), "# Card\n")
    for path in folder.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_a_new_model_replaces_the_old_one_and_its_weights(folder):
    old = weights(folder).name
    mapped = read_model(folder)[1]["b"]
    write_model(folder, {}, {"a": np.ones(3)}, "# New\n")
    assert not (folder / old).exists()
    assert len(list(folder.iterdir())) == 3
    np.testing.assert_array_equal(mapped, ARRAYS["b"])  # who has the old one mapped, keeps it


def test_what_is_broken_is_told_in_one_line(folder, tmp_path):
    def broken(message, path=folder):
        with pytest.raises(ModelError, match=message) as caught:
            read_model(path)
        assert "\n" not in str(caught.value)
        assert str(caught.value).startswith(str(path))

    broken("there is no such folder", tmp_path / "no")
    broken("is no model", tmp_path)
    settings, content = (folder / "model.json").read_text(), json.loads((folder / "model.json").read_text())

    def with_settings(message, **changes):
        (folder / "model.json").write_text(json.dumps({**content, **changes}))
        broken(message)

    with_settings("newer than 1; upgrade stance-nlp", format=FORMAT + 1)
    with_settings("is no model's settings", format="1")
    with_settings("names no file of weights", weights="../weights.safetensors")
    with_settings("names no file of weights", weights=None)
    with_settings("names no file of weights", weights="weights.pickle")
    with_settings("the weights are missing", weights="weights-0.safetensors")
    with_settings("was altered or cut short", sha256="0" * 64)
    for text in ("", "[]", "{", "\0", '"a"', "[" * 100_000):
        (folder / "model.json").write_text(text)
        broken("is no model's settings|cannot be read")
    (folder / "model.json").write_text(settings)
    read_model(folder)
    whole = weights(folder).read_bytes()
    for cut in (whole[:-1], whole[:20], whole[:4], b"", whole + b"\0"):
        weights(folder).write_bytes(cut)
        broken("was altered or cut short|is no file of weights|cannot be read as weights")


def test_a_folder_of_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "README.md").write_text("My thesis.")
    for attempt in (check_target, lambda path: write_model(path, {}, ARRAYS, "# Card\n")):
        with pytest.raises(ModelError, match=r"holds a README\.md of something else"):
            attempt(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    with pytest.raises(ModelError, match="is a file"):
        check_target(tmp_path / "README.md")
    check_target(tmp_path / "new" / "model")


def test_a_save_that_was_cut_off_can_be_done_again(folder):
    (folder / "model.json").unlink()
    check_target(folder)
    write_model(folder, {}, ARRAYS, "# Card\n")
    read_model(folder)


def test_where_no_folder_can_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written to"):
        write_model(tmp_path / "file" / "model", {}, ARRAYS, "")
