"""The written statements: well-formed, enough of each kind, no near-duplicates, twins together."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from stance.topics import shipped_topics

SEEDS = Path(__file__).parent.parent / "seeds"
STANCES = {"favor", "against", "neutral"}
TOPICS = {topic.id for topic in shipped_topics()}
BIG = {"belgrade-pristina-dialogue", "kosovo-independence", "eu-accession", "nato-membership"}
NAMED = re.compile(
    r"\b(Kosovo|Pristina|EU|European Union|Brussels|NATO|KFOR|Russia\w*|Moscow|Bosnia\w*|Srpska|Serbia\w*)\b"
)
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def rows():
    with open(SEEDS / "statements.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def words(rows):
    return [WORD.findall(row["text"].lower()) for row in rows]


def test_every_row_is_well_formed(rows):
    for row in rows:
        assert isinstance(row["id"], str) and row["id"], row
        assert 5 <= len(row["text"].split()) <= 85 and row["text"] == row["text"].strip() and "\n" not in row["text"], (
            row
        )
        assert set(row["labels"]) <= TOPICS and set(row["labels"].values()) <= STANCES, row
        assert row["sentiment"] in {"positive", "negative", "neutral"}, row
        assert row["kind"] in {"direct", "indirect", "mixed", "plain"}, row
        assert set(row) <= {"id", "text", "labels", "sentiment", "speaker", "side", "kind", "twin", "source"}, row


def test_ids_and_texts_stand_once(rows):
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"].casefold() for row in rows}) == len(rows)


def test_enough_of_each_kind(rows):
    assert len(rows) >= 8000
    counts = Counter((topic, stance) for row in rows for topic, stance in row["labels"].items())
    for topic in TOPICS:
        least = (350, 350, 300) if topic in BIG else (250, 250, 200)
        for stance, number in zip(("favor", "against", "neutral"), least, strict=True):
            assert counts[topic, stance] >= number, (topic, stance, counts[topic, stance])
    untouched = [row for row in rows if not row["labels"]]
    assert len(untouched) >= 1500
    assert sum(bool(NAMED.search(row["text"])) for row in untouched) >= 600
    several = [row for row in rows if len(row["labels"]) > 1]
    assert len(several) >= 900
    assert sum(len(set(row["labels"].values())) > 1 for row in several) >= 450
    tones = Counter(row["sentiment"] for row in rows)
    assert tones["positive"] >= 1800 and tones["negative"] >= 2200


def test_stance_does_not_give_the_tone_away(rows):
    tones = Counter((stance, row["sentiment"]) for row in rows for stance in row["labels"].values())
    assert tones["favor", "negative"] > 500 and tones["against", "positive"] > 150


def test_twins_come_in_pairs_and_differ_in_a_label(rows):
    twins = defaultdict(list)
    for row in rows:
        if row.get("twin"):
            twins[row["twin"]].append(row)
    assert len(twins) >= 600
    assert {len(pair) for pair in twins.values()} == {2}
    assert sum(a["labels"] != b["labels"] for a, b in twins.values()) >= 0.98 * len(twins)


def test_no_near_duplicates(rows, words):
    """No two statements share more than 60 % of their words, twins aside."""
    frequency = Counter(word for text in words for word in set(text))
    by_word = defaultdict(list)
    close = []
    for i, text in enumerate(words):
        own = sorted(set(text), key=lambda word: (frequency[word], word))
        # Two sets that overlap by more than 60 % share at least one of the rarest 40 % (and one more) of their words.
        rare = own[: len(own) - int(0.6 * len(own)) + 1]
        for j in {j for word in rare for j in by_word[word]}:
            other = set(words[j])
            if len(other & set(own)) > 0.6 * len(other | set(own)) and rows[i].get("twin") != rows[j].get("twin", ""):
                close.append((rows[i]["id"], rows[j]["id"]))
        for word in rare:
            by_word[word].append(i)
    assert not close


def test_no_run_of_eight_words_is_worn_out(words):
    runs = Counter()
    for text in words:
        runs.update({" ".join(text[i : i + 8]) for i in range(len(text) - 7)})
    assert sum(count > 5 for count in runs.values()) <= 20


def test_nothing_of_the_seed_articles(words):
    article_runs = set()
    for path in (SEEDS / "articles").glob("*.txt"):
        text = WORD.findall(path.read_text(encoding="utf-8").lower())
        article_runs |= {" ".join(text[i : i + 8]) for i in range(len(text) - 7)}
    assert not [text for text in words if any(" ".join(text[i : i + 8]) in article_runs for i in range(len(text) - 7))]


def test_no_real_politician_is_named(rows):
    """Speakers are roles, bodies or made-up names; well-known names of the field stand nowhere."""
    real = re.compile(
        r"\b(Vu[cč]i[cć]|Putin|Lavrov|Dodik|Kurti|Tha[cç]i|Da[cč]i[cć]|Brnabi[cć]|Zelensk\w+|Stoltenberg|Borrell|Merkel"
        r"|Macron|Trump|Biden|Medvedev|Peskov|Zakharova|Orb[aá]n|Erdo[gğ]an|Haradinaj|Djukanovi[cć]|Miloševi[cć])\b"
    )
    assert [row["id"] for row in rows if real.search(row["text"]) or real.search(row["speaker"] or "")] == []
