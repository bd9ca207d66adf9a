from stance.report.statements import Position, Said, collect_statements, group_by_speaker, spread_out


def test_rows_of_one_statement_are_put_together(labels):
    said = collect_statements(labels)
    assert [one.number for one in said] == [1, 2, 3, 4, 5]
    assert [position.topic for position in said[3].positions] == ["russia-sanctions", "russia-relations"]
    assert said[3].surest == said[3].positions[0]
    assert said[4].surest is None


def test_filtered_tables_keep_what_is_left(labels):
    said = collect_statements(labels.filter(topic="russia-relations"))
    assert [(one.number, one.text) for one in said] == [(1, "The sanctions must stay.")]


def test_speakers_with_most_statements_come_first_and_the_nameless_last(labels):
    voices = group_by_speaker(collect_statements(labels))
    assert [voice.name for voice in voices] == ["Ada Roth", "Jon Falk", None]
    assert voices[0].tally == [("nato-membership", {"favor": 1, "against": 1})]
    assert voices[2].side is None


def test_statements_of_a_speaker_stand_by_date():
    known = {"speaker": "A", "role": None, "side": None}
    made = [Said(n, "x", known | {"date": date}, []) for n, date in ((1, "2015"), (2, None), (3, "2014"))]
    assert [one.number for one in group_by_speaker(made)[0].said] == [3, 1, 2]


def test_statements_are_chosen_evenly():
    said = [Said(n, "x", {}, [Position(None, None, None)]) for n in range(100)]
    assert [one.number for one in spread_out(said, 4)] == [0, 25, 50, 75]
    assert spread_out(said, 2000) == said and spread_out([], 5) == []


def test_an_endless_statement_is_cut():
    from stance.labels import Labels

    said = collect_statements(Labels.from_records([{"text": "word " * 9000}]))[0]
    assert len(said.pieces[0].text) <= 2000 and said.pieces[0].text.endswith("…")
