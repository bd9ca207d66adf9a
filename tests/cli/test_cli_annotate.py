"""`stance suggest`, `sample`, `agreement` and `suspects`."""

import csv
import json

import stance as package


def pool(tmp_path):
    lines = ["We will never join NATO.", "We want to join the EU.", "It rained.", "Sanctions must be lifted."]
    with open(tmp_path / "pool.csv", "w", newline="") as stream:
        rows = [[f"p{i}", text, "AB"[i % 2]] for i, text in enumerate(lines)]
        csv.writer(stream).writerows([["id", "text", "side"], *rows])
    return "pool.csv"


def test_suggest(stance, tmp_path):
    shown = stance("suggest", pool(tmp_path), "-n", "2")
    assert shown.exit_code == 0, shown.output
    assert len(shown.stdout.splitlines()) == 4
    written = stance("suggest", "pool.csv", "-n", "3", "-o", "next.jsonl", "--by", "uncertainty")
    assert written.stderr == "3 statements written to next.jsonl\n"
    rows = [json.loads(line) for line in (tmp_path / "next.jsonl").read_text().splitlines()]
    assert {row["id"] for row in rows} < {"p0", "p1", "p2", "p3"}


def test_what_is_annotated_is_not_suggested_again(stance, tmp_path):
    pool(tmp_path)
    (tmp_path / "done.csv").write_text('id,text,topic,stance\np0,"We will never join NATO.",nato,against\n')
    stance("suggest", "pool.csv", "-n", "4", "--without", "done.csv", "-o", "next.csv", "--by", "random")
    rows = list(csv.DictReader((tmp_path / "next.csv").open()))
    assert {row["id"] for row in rows} == {"p1", "p2", "p3"}


def test_suggest_refuses(refused, tmp_path):
    refused("no.csv: no such file", "suggest", "no.csv", "-n", "2")
    refused("out.xyz: the suffix names no format", "suggest", pool(tmp_path), "-n", "2", "-o", "out.xyz")


def test_sample(stance, refused, tmp_path):
    result = stance("sample", pool(tmp_path), "-n", "2", "--by", "side", "-o", "sample.csv")
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader((tmp_path / "sample.csv").open()))
    assert sorted(row["side"] for row in rows) == ["A", "B"]
    assert {float(row["weight"]) for row in rows} == {2.0}
    refused("no column 'nothing'", "sample", "pool.csv", "-n", "2", "--by", "nothing", "-o", "sample.csv")
    refused("does not fit", "sample", "pool.csv", "-n", "9", "-o", "sample.csv")


def test_agreement(stance, refused, annotations, tmp_path):
    result = stance("agreement", annotations, "--json", "agreement.json")
    assert result.exit_code == 0, result.output
    assert "2 coders: ann, bob" in result.stdout
    assert len(json.loads((tmp_path / "agreement.json").read_text())["differences"]) == 4
    (tmp_path / "one.csv").write_text("text,topic,stance\na,nato,favor\n")
    refused("agreement needs a column coder", "agreement", "one.csv")


def test_suspects(stance, tmp_path):
    pool(tmp_path)
    rows = [("We will never join NATO.", "favor"), ("We reject membership of NATO.", "against")]
    rows += [("Our goal is to join NATO.", "favor"), ("We want to join NATO.", "favor")]
    lines = [f'"{text}",nato-membership,{label}' for text, label in rows]
    (tmp_path / "a.csv").write_text("\n".join(["text,topic,stance", *lines]) + "\n")
    package.load().save(tmp_path / "model")
    result = stance("suspects", "a.csv", "--model", "model", "-o", "check.csv")
    assert result.exit_code == 0, result.output
    assert "1 of 4 labels look wrong" in result.stdout
    assert [row["text"] for row in csv.DictReader((tmp_path / "check.csv").open())] == ["We will never join NATO."]


def test_agreement_of_a_file_a_coder(stance, refused, tmp_path):
    for name, last in (("ann", "favor"), ("bob", "against")):
        rows = f"id,text,topic,stance,coder\n1,a,nato,favor,\n2,b,nato,against,\n3,c,nato,{last},\n"
        (tmp_path / f"{name}.csv").write_text(rows)
    result = stance("agreement", "ann.csv", "bob.csv")
    assert result.exit_code == 0, result.output
    assert "2 coders: ann, bob" in result.stdout
    refused("0 named coders", "agreement", "ann.csv")


def test_a_pool_that_is_smaller_is_told(stance, tmp_path):
    result = stance("suggest", pool(tmp_path), "-n", "500", "-o", "todo.csv")
    assert result.stderr == "4 statements written to todo.csv\nthe pool is smaller than 500: 4 is every statement\n"
    assert stance("evaluate", "todo.csv").exit_code == 2
