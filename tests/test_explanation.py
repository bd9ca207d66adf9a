import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import stance
from stance.errors import InputError
from stance.learning.fresh import FreshTopic

DATA = Path(__file__).parent / "learning" / "data" / "open_balkan.jsonl"
TOPICS = ("nato-membership", "russia-sanctions", "kosovo-independence")
AGAINST = "Serbia has no plans to join NATO and wants to keep military neutrality."


@pytest.fixture(scope="module")
def model():
    return stance.load()


def total(explanation):
    return sum(token.contribution for token in explanation) + explanation.bias


def test_contributions_and_bias_are_the_score_that_is_calibrated(model):
    heads = model._heads
    texts = [json.loads(line)["text"] for line in DATA.read_text(encoding="utf-8").splitlines()[::14]]
    for i, text in enumerate(texts):
        k = i % len(heads.topics)
        why = model.explain(text, heads.topics[k].id)
        code = ("favor", "against", "neutral").index(why.stance)
        assert total(why) == pytest.approx(why.score, abs=1e-6)
        assert why.score == pytest.approx(heads.stance.score([text])[0, 3 * k + code], abs=1e-6)


def test_the_stance_is_the_one_that_label_gives(model):
    for topic in TOPICS:
        why, record = model.explain(AGAINST, topic), model.label(AGAINST, topics=[topic])[0]
        assert why.stance == record["stance"]
        assert why.probabilities == pytest.approx(record["probabilities"])


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.sampled_from(TOPICS))
@example("", "nato-membership")
@example("Straße ﬁne ½ e\u0301 İ 🇷🇸 NATO\x00we\u200b join\r\n“yes”", "nato-membership")
@example("a" * 5000, "nato-membership")
def test_any_text_is_explained_with_the_words_where_they_stand(text, topic):
    why = stance.load().explain(text, topic)
    assert total(why) == pytest.approx(why.score, abs=1e-6)
    assert all(why.text[token.start : token.end] == token.text for token in why)
    starts = [(token.start, token.end) for token in why]
    assert starts == sorted(starts)


def test_the_same_every_time(model):
    assert model.explain(AGAINST, "nato").to_dict() == model.explain(AGAINST, "nato").to_dict()


def test_words_that_turn_the_label_do_turn_it(model):
    why = model.explain(AGAINST, "nato")
    turned = 0
    for text in (AGAINST, "We will not join NATO.", "NATO enlargement is a mistake.", "Sanctions are useless."):
        why = model.explain(text, "nato")
        if not why.turns:
            assert why.turns_to is None
            continue
        turned += 1
        rest = text
        for token in reversed(why.turns):
            rest = rest[: token.start] + rest[token.end :]
        assert model.explain(rest, "nato").stance == why.turns_to != why.stance
        assert len(why.turns) <= 4
    assert turned


def test_a_topic_without_training_is_explained_too(model):
    topic = stance.Topic("open-balkan", aliases=["mini-Schengen"], favor=["we support it"], against=["we reject it"])
    text = "We reject the mini-Schengen and will not join it."
    why = model.explain(text, topic)
    assert why.topic == "open-balkan" and total(why) == pytest.approx(why.score, abs=1e-6)
    scores = FreshTopic(model._heads, topic)._table.score([text])[0]
    assert why.score == pytest.approx(scores[("favor", "against", "neutral").index(why.stance)], abs=1e-6)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data):
        self.text += data


def test_html_is_escaped_and_self_contained(model, tmp_path):
    evil = 'We will <script>alert("x")</script> join <img src=x onerror=alert(1)> NATO & "others".'
    why = model.explain(evil, "nato")
    why.to_html(tmp_path / "why.html")
    for page in (why._repr_html_(), (tmp_path / "why.html").read_text(encoding="utf-8")):
        reader = Reader()
        reader.feed(page)
        assert not reader.tags & {"script", "img", "link", "iframe"}
        assert evil in reader.text


def test_repr_and_top_name_the_strongest_words(model):
    why = model.explain(AGAINST, "nato")
    assert repr(why).startswith("nato-membership: against")
    best = why.top(3)
    assert len(best) == 3 and best[0].contribution == max(token.contribution for token in why)


def test_one_statement_at_a_time(model):
    with pytest.raises(InputError, match="one statement"):
        model.explain(["We will join.", "We will not."], "nato")
