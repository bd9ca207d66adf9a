"""Atomic writes, and cells that no spreadsheet runs."""

import os
import stat
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stance.errors import InputError
from stance.files import atomic_write, escape_cell, unescape_cell


def test_a_file_appears_whole(tmp_path):
    target = tmp_path / "a.txt"
    with atomic_write(target) as stream:
        stream.write("naïve\r\n\n")
        assert not target.exists()
    assert target.read_bytes() == "naïve\r\n\n".encode()
    with atomic_write(str(target), "wb") as stream:
        stream.write(b"\0")
    assert target.read_bytes() == b"\0"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path, error):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(error), atomic_write(target) as stream:
        stream.write("new")
        raise error
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_missing_folders_are_told(tmp_path):
    target = tmp_path / "no" / "a"
    with pytest.raises(InputError, match="cannot be written"), atomic_write(target):
        pass


def test_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with atomic_write("a.txt") as stream:
        stream.write("a")
    assert (tmp_path / "a.txt").read_text() == "a"


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes")
def test_others_may_read_it_as_the_mask_says(tmp_path):
    before = os.umask(0o027)
    try:
        with atomic_write(tmp_path / "a.txt") as stream:
            stream.write("a")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "'=1"])
def test_formulas_are_escaped(text):
    assert escape_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a", "1", "'", "'a", " =1", "a=1"])
def test_other_texts_are_left_alone(text):
    assert escape_cell(text) == text == unescape_cell(text)


@given(st.text())
@example("''=1")
def test_escaping_can_be_taken_back(text):
    assert unescape_cell(escape_cell(text)) == text
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
