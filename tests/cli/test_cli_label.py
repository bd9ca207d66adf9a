"""`stance label`."""

import csv
import io
import json

import pytest

import stance as package
from tests.cli.conftest import ARTICLE


def test_a_table(stance, article):
    result = stance("label", article)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["speaker", "topic", "stance", "sure", "tone", "statement"]
    assert lines[2].split()[:4] == ["Marko", "Vidan", "nato-membership", "against"]
    assert lines[-1].endswith("rows from 2 statements]")


def test_rows_have_the_keys_of_records(stance, article):
    rows = [json.loads(line) for line in stance("label", article, "--format", "jsonl").stdout.splitlines()]
    plain = package.label(package.read(ARTICLE)).to_records()
    assert [{**row, "document": None} for row in rows] == [{**row, "document": None} for row in plain]


def test_csv_to_standard_output_is_what_the_file_would_be(stance, article, tmp_path):
    shown = stance("label", article, "--format", "csv")
    written = stance("label", article, "-o", "out.csv")
    assert written.stdout == ""
    assert written.stderr == "2 statements labelled in out.csv\n"
    assert shown.stdout == (tmp_path / "out.csv").read_text()


def test_parquet(stance, article, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    assert stance("label", article, "-o", "out.parquet").exit_code == 0
    assert parquet.read_table(tmp_path / "out.parquet")["speaker"].to_pylist()[0] == "Marko Vidan"


def test_standard_input_holds_a_statement_a_line(stance):
    result = stance("label", "-", "--format", "csv", stdin="We will never join NATO.\n\nWe want to join the EU.\n")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["topic"] for row in rows] == ["nato-membership", "eu-accession"]


@pytest.mark.parametrize(
    ("read_as", "stdin"),
    [
        ("article", ARTICLE),
        ("csv", 'text,speaker\nSerbia would never join NATO,"Marko Vidan"\n'),
        ("jsonl", '{"text": "Serbia would never join NATO", "speaker": "Marko Vidan"}'),
    ],
)
def test_standard_input_read_as_something_else(stance, read_as, stdin):
    result = stance("label", "-", "--as", read_as, "--format", "jsonl", stdin=stdin)
    first = json.loads(result.stdout.splitlines()[0])
    assert first["text"] == "Serbia would never join NATO"
    assert first["speaker"] == "Marko Vidan"
    assert first["document"] is None


def test_texts_of_a_statement_a_line(stance, tmp_path):
    (tmp_path / "lines.txt").write_text("We will never join NATO.\nIt rained.\n")
    result = stance("label", "lines.txt", "--as", "lines", "--format", "jsonl")
    assert [json.loads(line)["topic"] for line in result.stdout.splitlines()] == ["nato-membership", None]


def test_topics_asked_for_are_judged_for_every_statement(stance, article):
    rows = stance("label", article, "--topics", "nato,eu", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(row)["topic"] for row in rows] == ["nato-membership", "eu-accession"] * 2


def test_new_topics_come_from_a_file(stance, article, tmp_path):
    (tmp_path / "topics.toml").write_text('[[topic]]\nid = "serbia"\naliases = ["Serbia"]\n')
    for target in ([], ["-o", "out.jsonl"]):
        result = stance("label", article, "--topics", "topics.toml", "--format", "jsonl", *target)
        assert result.exit_code == 0, result.output
    assert {json.loads(row)["topic"] for row in (tmp_path / "out.jsonl").read_text().splitlines()} == {"serbia"}


def test_min_confidence(stance, article):
    rows = stance("label", article, "--min-confidence", "1", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(row)["stance"] for row in rows} == {None}


def test_another_model(stance, article, tmp_path):
    package.load().save(tmp_path / "model")
    assert stance("label", article, "--model", "model").stdout == stance("label", article).stdout


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("missing.csv: no such file", ["missing.csv"]),
        ("5: no such file", ["5"]),
        ("unknown topic 'nothing'", ["article.txt", "--topics", "nothing"]),
        ("--topics names no topic", ["article.txt", "--topics", ","]),
        ("topics.toml: cannot be read", ["article.txt", "--topics", "topics.toml"]),
        ("must lie between 0 and 1", ["article.txt", "--min-confidence", "7"]),
        ("no-model: there is no such folder", ["article.txt", "--model", "no-model"]),
        ("parquet needs an output file", ["article.txt", "--format", "parquet"]),
        ("--resume needs an output file", ["article.txt", "--resume"]),
        ("out.xyz: the ending names no format", ["article.txt", "-o", "out.xyz"]),
        ("out.txt: a table is for the terminal", ["article.txt", "-o", "out.txt", "--format", "table"]),
        ("its folder is missing", ["article.txt", "-o", "missing/out.csv"]),
        ("- stands there twice", ["-", "-"]),
        ("standard input: is empty", ["-"]),
        ("bad.csv: line 3: 1 cells where the header has 2", ["bad.csv"]),
        ("bad.csv: has no column 'body'", ["bad.csv", "--text-column", "body"]),
    ],
)
@pytest.mark.parametrize("target", [[], ["-o", "out.csv"], ["--format", "jsonl"]])
def test_what_is_wrong_is_one_line_and_leaves_nothing(refused, article, tmp_path, message, arguments, target):
    (tmp_path / "bad.csv").write_text("text,a\nhi,1\nhello\n")
    before = sorted(path.name for path in tmp_path.iterdir())
    if not {"-o", "--format", "--resume"} & set(arguments):
        arguments = [*arguments, *target]
    refused(message, "label", *arguments, stdin="")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_failing_run_leaves_the_old_output_whole(refused, tmp_path, article):
    (tmp_path / "out.csv").write_text("old")
    (tmp_path / "bad.jsonl").write_text('{"text": "a"}\n{')
    refused("bad.jsonl: line 2", "label", article, "bad.jsonl", "-o", "out.csv")
    assert (tmp_path / "out.csv").read_text() == "old"


def test_parts_of_an_interrupted_run_are_told(refused, stance, article, tmp_path):
    (tmp_path / "out.csv.parts").mkdir()
    (tmp_path / "out.csv.parts" / "manifest.json").write_text("{}")
    refused("go on with --resume, or delete the folder", "label", article, "-o", "out.csv")
    refused("was begun with another version", "label", article, "-o", "out.csv", "--resume")


def test_a_folder_gives_its_articles_without_readme_and_tables(stance, article, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "README.md").write_text("We will join NATO, said Ada Roth.")
    (folder / "meta.csv").write_text("text\nWe will join NATO.\n")
    result = stance("label", "folder", "--format", "csv")
    assert result.stdout.count("\n") == stance("label", "folder/a.txt", "--format", "csv").stdout.count("\n")
    assert result.stderr == "folder: 1 article taken, 1 table left out\n"
    (folder / "a.txt").unlink()
    assert "We will join NATO." in stance("label", "folder", "--format", "csv").stdout
