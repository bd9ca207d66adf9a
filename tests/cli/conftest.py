import json

import pytest
from click.testing import CliRunner

from stance.cli.main import cli

ARTICLE = (
    "BELGRADE, March 3, 2021\n\n"
    "Serbian President Marko Vidan said that Serbia would never join NATO. "
    '"We shall not impose sanctions on Russia," he added.\n'
)


def make_runner():
    """Make a runner that keeps standard error apart, as click does by itself since 8.2."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()


@pytest.fixture
def stance(tmp_path, monkeypatch):
    """Call the command in a fresh folder; give the result, which holds stdout, stderr and the exit status."""
    monkeypatch.chdir(tmp_path)
    runner = make_runner()

    def call(*arguments, stdin=None):
        return runner.invoke(cli, [str(argument) for argument in arguments], input=stdin, prog_name="stance")

    return call


@pytest.fixture
def refused(stance):
    """See that a command ends with status 2 and one line on standard error that holds a text."""

    def call(message, *arguments, stdin=None):
        result = stance(*arguments, stdin=stdin)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert result.stderr.startswith("Error: ")
        assert result.stderr.count("\n") == 1
        assert message in result.stderr

    return call


@pytest.fixture
def article(tmp_path):
    (tmp_path / "article.txt").write_text(ARTICLE)
    return "article.txt"


@pytest.fixture
def annotations(tmp_path):
    """Sixty annotated statements by two coders, who differ in places, on two topics."""
    words = {"favor": "We support and want {}.", "against": "We reject and oppose {}.", "neutral": "Talks on {} began."}
    names = {"nato-membership": "joining NATO", "open-balkan": "the Open Balkan"}
    rows = []
    for i in range(60):
        stance = list(words)[i % 3]
        topic = list(names)[i // 3 % 2]
        text = f"{words[stance].format(names[topic])} Point {i}."
        for coder in ("ann", "bob"):
            label = "neutral" if coder == "bob" and i % 10 == 0 else stance
            rows.append(
                {"id": str(i), "text": text, "labels": {topic: label}, "coder": coder, "document": f"d{i}"}
            )
    (tmp_path / "annotations.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "annotations.jsonl"
