import json

import pytest
from click.testing import CliRunner

from stance.cli.main import cli
from stance.cli.report import report_command

ARTICLE = '"We will never join NATO," said President Ada Roth on Tuesday. Roth said that sanctions would stay.'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.csv").write_text("text,speaker\nNATO is a threat to peace.,Jon Falk\n", encoding="utf-8")
    return tmp_path


def test_articles_and_tables_become_a_page(folder):
    output = folder.parent / "report.html"
    result = CliRunner().invoke(report_command, [str(folder), "-o", str(output), "--title", "Two sources"])
    assert result.exit_code == 0, result.output
    page = output.read_text(encoding="utf-8")
    assert "Two sources" in page and "Ada Roth" in page and "Jon Falk" in page and 'id="a1"' in page


def test_a_sample_gives_shares(folder):
    sample = folder / "sample.jsonl"
    rows = [{"text": "NATO is a threat to peace.", "labels": {"nato-membership": "against"}}]
    sample.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    output = folder.parent / "report.html"
    names = [str(folder / "a.txt"), str(folder / "b.csv")]
    result = CliRunner().invoke(report_command, [*names, "-o", str(output), "--sample", str(sample)])
    assert result.exit_code == 0, result.output
    assert 'id="shares"' in output.read_text(encoding="utf-8")


def test_what_is_missing_is_said_in_one_line(tmp_path):
    result = CliRunner().invoke(cli, ["report", str(tmp_path / "missing.txt"), "-o", str(tmp_path / "report.html")])
    assert result.exit_code == 2 and "missing.txt: no such file" in result.output
    assert not (tmp_path / "report.html").exists()
