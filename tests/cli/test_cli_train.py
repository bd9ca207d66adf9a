"""`stance train`, `update`, `evaluate`, `compare` and `promote`: the retraining loop."""

import json

import pytest

import stance as package


def test_the_whole_loop(stance, annotations, tmp_path):
    (tmp_path / "notes.toml").write_text(
        'license = "cc0-1.0"\ndata = "Sixty lines."\n[notes]\nLimits = "Small."\n'
        '[figures."By hand"]\n"macro F1" = 0.5\n'
    )
    trained = stance("train", annotations, "-o", "model", "--topics", "nato-membership", "--notes", "notes.toml")
    assert trained.exit_code == 0, trained.output
    assert "1 topics" in trained.stderr
    assert "held out (cross-validation): pair_f1 " in trained.stderr and ", stance_majority " in trained.stderr
    card = (tmp_path / "model" / "README.md").read_text()
    for text in ("cc0-1.0", "Sixty lines.", "## Limits\n\nSmall.", "By hand", "| macro F1 | 0.5 |"):
        assert text in card

    updated = stance("update", "model", annotations, "-o", "newer")
    assert updated.exit_code == 0, updated.output
    assert "new topic: open-balkan\n" in updated.stderr
    assert [topic.id for topic in package.load(tmp_path / "newer").topics] == ["nato-membership", "open-balkan"]

    evaluated = stance("evaluate", annotations, "--model", "newer", "--json", "figures.json")
    assert evaluated.exit_code == 0, evaluated.output
    assert "pair_f1" in evaluated.stdout
    json.loads((tmp_path / "figures.json").read_text())

    compared = stance("compare", "model", "newer", "--gold", annotations)
    assert compared.stdout.startswith("pair F1 ")

    worse = stance("promote", "model", "newer", "--gold", annotations)
    assert worse.exit_code == 2
    assert "not better" in worse.stderr and worse.stderr.count("\n") == 1
    better = stance("promote", "newer", "model", "--gold", annotations)
    assert better.exit_code == 0, better.output
    assert better.stderr == "newer now stands in model\n"
    assert len(package.load(tmp_path / "model").topics) == 2


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("missing.csv: cannot be read", ["missing.csv", "-o", "model"]),
        ("unknown topic 'nothing'", ["annotations.jsonl", "-o", "model", "--topics", "nothing"]),
        ("missing.toml: cannot be read", ["annotations.jsonl", "-o", "model", "--notes", "missing.toml"]),
        ("bad.toml: unknown key 'note'", ["annotations.jsonl", "-o", "model", "--notes", "bad.toml"]),
        ("holds a README.md of something else", ["annotations.jsonl", "-o", "."]),
        ("annotations.jsonl: is a file", ["annotations.jsonl", "-o", "annotations.jsonl"]),
    ],
)
def test_what_is_wrong_is_told_before_training(refused, annotations, tmp_path, message, arguments):
    (tmp_path / "bad.toml").write_text('note = "x"\n')
    (tmp_path / "README.md").write_text("My thesis.")
    refused(message, "train", *arguments)
    assert not (tmp_path / "model").exists()
    assert (tmp_path / "README.md").read_text() == "My thesis."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[notes]\na = 1\n", "notes is not of the form"),
        ('license = ["a"]\n', "license is not of the form"),
        ("figures = 1\n", "figures is not of the form"),
        ("x", "is no TOML file"),
    ],
)
def test_bad_notes(refused, annotations, tmp_path, content, message):
    (tmp_path / "notes.toml").write_text(content)
    refused(f"notes.toml: {message}", "train", annotations, "-o", "model", "--notes", "notes.toml")


def test_bad_rows_are_all_named_or_left_out(stance, annotations, tmp_path):
    with open(tmp_path / annotations, "a") as stream:
        stream.write('{"text": "a", "labels": {"nato-membership": "yess"}}\n{\n')
    result = stance("train", annotations, "-o", "model")
    assert result.exit_code == 2
    assert "line 121" in result.stderr and "line 122" in result.stderr
    result = stance("train", annotations, "-o", "model", "--errors", "skip", "--topics", "nato-membership")
    assert result.exit_code == 0, result.output
    assert "annotations.jsonl: 2 rows left out, the first: line 121" in result.stderr


def test_gold_and_models_that_are_missing(refused, annotations):
    refused("no.csv: cannot be read", "evaluate", "no.csv")
    refused("no-model: there is no such folder", "evaluate", annotations, "--model", "no-model")
    refused("no-model: there is no such folder", "compare", "no-model", "no-model", "--gold", annotations)
    refused("no-model: there is no such folder", "update", "no-model", annotations, "-o", "new")
    refused("no-model: there is no such folder", "promote", "no-model", "old", "--gold", annotations)


def test_short_names_and_slips_of_topics_are_told(stance, annotations, tmp_path):
    text = (tmp_path / annotations).read_text()
    slips = text.replace('"nato-membership"', '"NATO"').replace('"open-balkan"', '"nato-membershp"')
    (tmp_path / "slips.jsonl").write_text(slips)
    result = stance("train", "slips.jsonl", "-o", "model")
    assert result.exit_code == 0, result.output
    assert "NATO is taken for nato-membership\n" in result.stderr
    assert "new topic: nato-membershp (did you mean nato-membership?)\n" in result.stderr
    model = package.load(tmp_path / "model")
    assert [topic.id for topic in model.topics] == ["nato-membership", "nato-membershp"]
    assert set(model.evaluate(tmp_path / "slips.jsonl", n_draws=1).topics) == {"nato-membership", "nato-membershp"}


def test_a_topic_given_as_such_keeps_its_id(stance, annotations, tmp_path):
    (tmp_path / "own.jsonl").write_text((tmp_path / annotations).read_text().replace("open-balkan", "energy"))
    (tmp_path / "own.toml").write_text('[[topic]]\nid = "energy"\n')
    result = stance("train", "own.jsonl", "-o", "model", "--topics", "own.toml")
    assert result.exit_code == 0, result.output
    assert [topic.id for topic in package.load(tmp_path / "model").topics] == ["energy"]


def test_few_statements_are_warned_of(stance, annotations, tmp_path):
    lines = (tmp_path / annotations).read_text().splitlines(keepends=True)
    (tmp_path / "few.jsonl").write_text("".join(lines[:60]))
    package.load().save(tmp_path / "model")
    updated = stance("update", "model", "few.jsonl", "-o", "newer", "--topics", "nato-membership")
    assert "warning: few.jsonl holds 30 statements, few to learn from; give 50 or more\n" in updated.stderr
    promoted = stance("promote", "newer", "model", "--gold", "few.jsonl", "--force")
    assert "warning: few.jsonl holds 30 statements, few to judge by; give 50 or more\n" in promoted.stderr
