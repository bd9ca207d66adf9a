import stance
from stance.report.evidence import add_evidence
from stance.report.statements import collect_statements, group_by_speaker

TEXT = "We will never join NATO, the alliance is a threat to us."


def _voices(labels):
    return group_by_speaker(collect_statements(labels))


def test_words_of_the_model_that_labelled_are_marked(model):
    voices = _voices(model.label([TEXT]))
    assert add_evidence(voices, model, 10, 5) == (1, 1)
    pieces = voices[0].said[0].pieces
    assert "".join(piece.text for piece in pieces) == TEXT
    assert any(piece.weight for piece in pieces)


def test_what_another_model_said_gets_no_evidence(model):
    rows = model.label([TEXT]).to_records()
    rows[0]["stance"] = "favor"
    voices = _voices(stance.Labels.from_records(rows))
    assert add_evidence(voices, model, 10, 5) == (0, 1)
    assert not any(piece.weight for piece in voices[0].said[0].pieces)


def test_topics_that_the_model_does_not_know_are_passed_over(model):
    voices = _voices(stance.Labels.from_records([{"text": TEXT, "topic": "open-balkan", "stance": "against"}]))
    assert add_evidence(voices, model, 10, 5) == (0, 0)


def test_no_more_than_asked_are_explained(model):
    records = [{"text": f"{TEXT} {i}", "speaker": f"Speaker {i % 2}"} for i in range(6)]
    voices = _voices(model.label(records))
    assert add_evidence(voices, model, 3, 1) == (2, 2)
