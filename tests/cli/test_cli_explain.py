"""`stance explain` and `stance topics`."""


def test_explain(stance, tmp_path):
    result = stance("explain", "We will never join NATO.", "--topic", "nato", "--html", "page.html")
    assert result.exit_code == 0
    assert result.stdout.startswith("nato-membership: against")
    assert "never" in result.stdout
    assert "<script" not in (tmp_path / "page.html").read_text()


def test_explain_refuses_what_it_does_not_know(refused):
    refused("unknown topic 'nothing'", "explain", "We will never join NATO.", "-t", "nothing")


def test_topics(stance, refused):
    lines = stance("topics").stdout.splitlines()
    assert len(lines) == 8
    assert lines[0].startswith("kosovo-independence ")
    refused("no-model: there is no such folder", "topics", "--model", "no-model")
