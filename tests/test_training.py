import hashlib
import json
from pathlib import Path

import pytest

import stance
from stance.errors import InputError, StanceError
from stance.topics import Topic

DATA = Path(__file__).parent / "learning" / "data" / "open_balkan.jsonl"
ONLY = ["open-balkan"]


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def model(rows):
    return stance.train(rows[:120], topics=ONLY)


def saved(model, folder):
    model.save(folder)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}


def test_the_same_data_and_seed_give_the_same_bytes_at_any_number_of_jobs(model, rows, tmp_path):
    first = saved(model, tmp_path / "1")
    assert saved(stance.train(rows[:120], topics=ONLY), tmp_path / "2") == first
    assert saved(stance.train(rows[:120], topics=ONLY, n_jobs=2), tmp_path / "3") == first
    assert set(first) == {"README.md", "model.json", next(name for name in first if name.startswith("weights-"))}


def test_saving_twice_and_loading_changes_nothing(model, rows, tmp_path):
    first = saved(model, tmp_path / "1")
    loaded = stance.load(tmp_path / "1")
    assert saved(loaded, tmp_path / "2") == first
    texts = [row["text"] for row in rows]
    assert loaded.label(texts).to_records() == model.label(texts).to_records()


def test_it_learns(model, rows):
    evaluation = model.evaluate(rows[120:], topics=ONLY, n_draws=50)
    assert evaluation["topic_f1"].value > 0.9
    assert evaluation["stance_acc"].value > evaluation["stance_majority"].value


def test_every_form_of_annotations_gives_the_same_model(model, rows, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows[:120]), encoding="utf-8")
    first = saved(model, tmp_path / "1")
    assert saved(stance.train(path, topics=ONLY), tmp_path / "2") == first
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(rows[:120])
    assert saved(stance.train(frame, topics=ONLY), tmp_path / "3") == first


def test_a_topic_file_brings_names_and_descriptions(rows, tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nid = "open-balkan"\nname = "Open Balkan"\naliases = ["mini-Schengen"]\n')
    wanted = Topic("open-balkan", "Open Balkan", aliases=["mini-Schengen"])
    assert stance.train(rows[:60], topics=path).topics == [wanted]


def test_topics_are_taken_from_the_data(rows):
    named = {topic for row in rows[:60] for topic in row["labels"]}
    assert {topic.id for topic in stance.train(rows[:60]).topics} == named


def test_without_sentiment_the_shipped_tone_is_kept(rows):
    bare = [{k: v for k, v in row.items() if k != "sentiment"} for row in rows[:60]]
    texts = [row["text"] for row in rows]
    models = stance.train(bare, topics=ONLY), stance.load()
    tones = [{r["statement"]: r["sentiment"] for r in model.label(texts)} for model in models]
    assert tones[0] == tones[1] and "sentiment_f1" not in models[0].facts["cross_validation"]["figures"]


def test_weights_count(rows):
    turned = {"favor": "against", "against": "favor", "neutral": "neutral"}
    wrong = [
        {**row, "id": f"x{i}", "weight": 0.001, "labels": {t: turned[s] for t, s in row["labels"].items()}}
        for i, row in enumerate(rows[:120])
    ]
    model = stance.train([*rows[:120], *wrong], topics=ONLY, coders="all")
    evaluation = model.evaluate(rows[120:], topics=ONLY, n_draws=1)
    assert evaluation["stance_acc"].value > evaluation["stance_majority"].value


def test_a_model_without_memory_holds_none(model, rows, tmp_path):
    bare = stance.train(rows[:60], topics=ONLY, memory=False)
    assert bare._heads.memory is None and len(model._heads.memory) == 120
    saved(bare, tmp_path / "bare")
    card = (tmp_path / "bare" / "README.md").read_text()
    assert "weights of hashed features alone" in card and "keeps none" not in card


def test_no_text_of_the_user_is_saved(rows, tmp_path):
    secret = "Xylophonquarz"
    data = [
        {**row, "text": f"{row['text']} {secret}", "speaker": secret, "id": f"{secret}{i}", "document": f"{secret}{i}"}
        for i, row in enumerate(rows[:60])
    ]
    stance.train(data, topics=ONLY).save(tmp_path / "model")
    for path in (tmp_path / "model").iterdir():
        content = path.read_bytes().lower()
        assert secret.lower().encode() not in content and b"open balkan was the best" not in content


def test_problems_are_named_in_one_line(rows):
    for bad, words in (
        (rows[:5], "too few"),
        ([{**row, "labels": {}} for row in rows[:20]], "no stance|takes a stance|takes no"),
    ):
        with pytest.raises(StanceError, match=words) as error:
            stance.train(bad)
        assert "\n" not in str(error.value)
    with pytest.raises(InputError):
        stance.train([{"text": "We will join.", "topic": "x", "stance": "yess"}])


def test_progress_goes_to_standard_error_and_only_where_asked(rows, capsys):
    stance.train(rows[:40], topics=ONLY)
    assert capsys.readouterr() == ("", "")
    stance.train(rows[:40], topics=ONLY, progress=True)
    out, err = capsys.readouterr()
    assert out == "" and "learning stances" in err and "3/4" in err


@pytest.mark.slow
def test_the_shipped_model_can_be_trained_again():
    """Retraining on the shipped corpus reproduces the shipped labels."""
    corpus = Path(__file__).parents[1] / "seeds" / "statements.jsonl"
    if not corpus.exists():
        pytest.skip("the corpus is not there")
    texts = [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()[::10]]
    again, shipped = stance.train(corpus).label(texts), stance.load().label(texts)
    keys = ("statement", "topic", "stance", "sentiment")
    assert [[r[k] for k in keys] for r in again] == [[r[k] for k in keys] for r in shipped]
