"""`stance read`."""

import csv
import io
import json

import pytest

from tests.cli.conftest import ARTICLE


def test_a_table(stance, article):
    result = stance("read", article)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("article.txt")
    assert lines[1].split() == ["speaker", "kind", "cue", "statement"]
    assert lines[-1] == "[2 statements by 1 speakers]"
    assert "Marko Vidan (President, Serbia)" in lines[3]


def test_json_lines_hold_offsets(stance, article):
    rows = [json.loads(line) for line in stance("read", article, "--format", "jsonl").stdout.splitlines()]
    assert [row["speaker"] for row in rows] == ["Marko Vidan"] * 2
    assert [" ".join(ARTICLE[a:b] for a, b in row["spans"]) for row in rows] == [row["text"] for row in rows]


def test_csv(stance, article):
    rows = list(csv.DictReader(io.StringIO(stance("read", article, "--format", "csv").stdout)))
    assert rows[1]["text"] == "We shall not impose sanctions on Russia"
    assert rows[1]["side"] == "Serbia"


def test_standard_input_and_folders(stance, article, tmp_path):
    assert stance("read", "-", stdin=ARTICLE).stdout.splitlines()[-1] == "[2 statements by 1 speakers]"
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "b.md").write_text(ARTICLE)
    assert stance("read", "folder", article).stdout.count("[2 statements") == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "missing.txt: no such file"),
        ("empty.txt", b"", "empty.txt: is empty"),
        ("binary.txt", b"\0\1\2", "binary.txt: is a binary file"),
    ],
)
def test_bad_files(refused, article, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused(message, "read", article, name)


def test_nothing_on_standard_input(refused):
    refused("standard input: is empty", "read", "-", stdin="")


def test_an_empty_folder(refused, tmp_path):
    (tmp_path / "folder").mkdir()
    refused("the folder holds no articles", "read", "folder")
