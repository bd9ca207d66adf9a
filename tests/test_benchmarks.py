"""The accuracy benchmarks read the original formats: each runs on a few lines written here in its format."""

import importlib
import json
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
FOR = ["We want {}, now", "I support {} with joy", "{} is right and good"]
AGAINST = ["We reject {}, always", "I oppose {} with anger", "{} is wrong and bad"]
NEUTRAL = ["They talk of {} today", "The vote on {} is on Monday", "Who wrote of {}?"]


@pytest.fixture
def script(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def rows(targets, labels):
    """Give (text, target, label), in the labels' order for, against and neutral."""
    for target in targets:
        for label, templates in zip(labels, (FOR, AGAINST, NEUTRAL), strict=False):
            for template in templates:
                yield template.format(target), target, label


def write_json(path, found):
    path.write_text("".join(json.dumps({"text": x, "target": t, "label": y}) + "\n" for x, t, y in found), "utf-8")


def check(found, out, *tests):
    assert set(found) == set(tests)
    for ours, baseline in found.values():
        assert 0.9 < ours <= 1 and 0 <= baseline <= 1
    for test in tests:
        assert f"| {test} | " in out and "[" in out


def test_semeval(script, tmp_path, capsys):
    labels = ("FAVOR", "AGAINST", "NONE")
    lines = [f"{i}\t{t}\t{x} #SemST\t{y}\n" for i, (x, t, y) in enumerate(rows(["Atheism", "the wall"], labels))]
    lines.append('9\tAtheism\tA single " must not swallow “the” rest #SemST\tNONE\n')
    head = "ID\tTarget\tTweet\tStance\n"
    (tmp_path / "semeval2016-task6-trainingdata.txt").write_bytes((head + "".join(lines)).encode("cp1252"))
    others = ["8\tDonald Trump\tA task of its own #SemST\tFAVOR\n", "7\tAtheism\tNot judged #SemST\tUNKNOWN\n"]
    (tmp_path / "SemEval2016-Task6-subtaskA-testdata-gold.txt").write_text(head + "".join([*lines, *others]), "utf-8")
    check(script("semeval").main(["--data", str(tmp_path)]), out := capsys.readouterr().out, "test")
    assert "| test | 19 |" in out


def test_pstance(script, tmp_path, capsys):
    for part in ("train", "test"):
        for target in ("Joe Biden", "Bernie Sanders"):
            body = "".join(f'"{x}",{t},{y}\n' for x, t, y in rows([target], ("FAVOR", "AGAINST")))
            path = tmp_path / f"raw_{part}_{target.split()[1].lower()}.csv"
            path.write_text("Tweet,Target,Stance\n" + body, "utf-8-sig")
    check(script("pstance").main(["--data", str(tmp_path)]), capsys.readouterr().out, "test")


def test_vast(script, tmp_path, capsys):
    for part, targets in (("train", ["home schools", "wind power"]), ("test", ["home schools", "tax cuts"])):
        body = "".join(f'a,"{x}\nSecond line.",{t},{y},0\n' for x, t, y in rows(targets, "102"))
        (tmp_path / f"vast_{part}.csv").write_text("author,post,new_topic,label,type_idx\n" + body, "utf-8")
    check(script("vast").main(["--data", str(tmp_path)]), capsys.readouterr().out, "test")


def test_ibm_claims(script, tmp_path, capsys):
    for part in ("train", "test"):
        write_json(tmp_path / f"{part}.jsonl", rows(["open primaries"], ("FAVOR", "AGAINST")))
    check(script("ibm_claims").main(["--data", str(tmp_path)]), capsys.readouterr().out, "test")


def test_newsmtsc(script, tmp_path, capsys):
    for part in ("train", "test_rw", "test_mt"):
        write_json(tmp_path / f"{part}.jsonl", rows(["Obama", "Cruz"], ("positive", "negative", "neutral")))
    check(script("newsmtsc").main(["--data", str(tmp_path)]), capsys.readouterr().out, "test_rw", "test_mt")


@pytest.mark.parametrize("name", ["semeval", "pstance", "vast", "ibm_claims", "newsmtsc"])
def test_what_is_missing_is_named(script, name, tmp_path):
    with pytest.raises(SystemExit, match=f"{tmp_path.name}: no file"):
        script(name).main(["--data", str(tmp_path)])


def test_a_missing_column_is_named(script, tmp_path):
    (tmp_path / "vast_train.csv").write_text("post,label\na,1\n")
    with pytest.raises(SystemExit, match=r"vast_train\.csv: no column 'new_topic', only post, label"):
        script("vast").main(["--data", str(tmp_path)])


def test_figures(script):
    common = script("common")
    truth = ["a", "a", "b", "c", "a", "b"]
    said = ["a", "b", "b", "c", "a", "a"]
    part = common.Rows([str(i) for i in range(6)], ["x", "x", "x", "x", "y", "y"], truth)
    counts = common.confusions(part, said, "abc", draws=200)
    assert counts.shape == (201, 2, 3, 3) and counts[0].sum() == 6
    assert common.accuracy(counts)[0] == pytest.approx(4 / 6)
    assert common.macro_f1(counts)[0] == pytest.approx((4 / 6 + 2 / 4 + 1) / 3)
    assert common.pooled_f(0, 1)(counts)[0] == pytest.approx((4 / 6 + 2 / 4) / 2)
    assert common.mean_f(0, 1)(counts)[0] == pytest.approx(((2 / 3 + 2 / 3) / 2 + (2 / 3 + 0) / 2) / 2)
    np.testing.assert_array_equal(counts, common.confusions(part, said, "abc", draws=200))
    low, high = np.percentile(common.accuracy(counts)[1:], [2.5, 97.5])
    assert low < 4 / 6 < high


def test_rows_of_one_text_are_drawn_together(script):
    common = script("common")
    part = common.Rows(["one", "one", "two"], ["x", "y", "x"], ["a", "a", "b"])
    counts = common.confusions(part, ["a", "a", "b"], "ab", draws=100)
    np.testing.assert_array_equal(counts[:, 0, 0, 0], counts[:, 1, 0, 0])
