"""Press releases and transcripts."""

from stance.reading import read


def pairs(text):
    return [(s.speaker.name if s.speaker else None, s.text) for s in read(text).statements]


def test_signed_quotations():
    text = (
        '"The farms will get help in spring." - Commissioner Ada Roth\n\n'
        "“The rivers are clean again.” — Bo Lind, Minister of Environment\n\n"
        '"We are proud of it."\n— Ivo Hrast, mayor of the town'
    )
    assert pairs(text) == [
        ("Ada Roth", "The farms will get help in spring."),
        ("Bo Lind", "The rivers are clean again."),
        ("Ivo Hrast", "We are proud of it."),
    ]


def test_from_lines():
    text = 'From Chairwoman Ada Roth: "The vote was close."\n\nFrom Senator Bo Lind:\n\n"It was not."'
    assert pairs(text) == [("Ada Roth", "The vote was close."), ("Bo Lind", "It was not.")]


def test_from_the_desk_of():
    text = (
        "From the desk of Governor Ada Roth\n\nThe roads are icy.\n\nStay at home.\n\n###\n\nOur office has 40 staff."
    )
    assert pairs(text) == [("Ada Roth", "The roads are icy."), ("Ada Roth", "Stay at home.")]


def test_statement_by():
    body = "The elections were fair and calm in all the districts of the land."
    assert pairs(f"Statement by Foreign Minister Bo Lind on the elections\n\n{body}") == [("Bo Lind", body)]


def test_following_statement():
    text = (
        "Foreign Minister Bo Lind issued the following statement:\n\nWe regret the incident.\n\nWe will look into it."
    )
    assert pairs(text) == [("Bo Lind", "We regret the incident."), ("Bo Lind", "We will look into it.")]


def test_transcript():
    text = (
        "Ada Roth: Good morning, colleagues.\n\nI am glad to be here.\n\nQuestion: Will you sign?\n\n"
        "Ada Roth: We will see.\n\n(Laughter.)\n\nBo Lind (through an interpreter): So will we."
    )
    assert pairs(text) == [
        ("Ada Roth", "Good morning, colleagues."),
        ("Ada Roth", "I am glad to be here."),
        ("Question", "Will you sign?"),
        ("Ada Roth", "We will see."),
        ("Bo Lind", "So will we."),
    ]


def test_a_note_is_no_turn():
    assert pairs("Note: The office is closed.\n\nThe road is open. It rained all day in the town.") == []


def test_a_desk_that_writes_as_the_press_does():
    text = (
        "PRESS RELEASE\nFrom the desk of the Regional Commissioner for Enlargement\nOslo, 3 May 2021\n"
        "Ruthenia moves ahead on its way to the club\n\n"
        "Commissioner Ada Roth met President Bo Lind of Ruthenia in the town hall for two hours.\n\n"
        "The Commissioner also noted that courts need judges. Lind replied that they would come.\n"
    )
    doc = read(text)
    assert (doc.title, doc.date) == ("Ruthenia moves ahead on its way to the club", "2021-05-03")
    assert [(str(s.speaker), s.text) for s in doc.statements] == [
        ("Ada Roth (Regional Commissioner for Enlargement, European Union)", "courts need judges"),
        ("Bo Lind (President)", "they would come"),
    ]


def test_an_office_without_a_name_is_the_speaker():
    text = "From the desk of the Commissioner for Enlargement\n\nThe Commissioner noted that courts need judges."
    assert pairs(text) == [("Commissioner for Enlargement", "courts need judges")]


def test_a_desk_that_speaks_for_itself():
    text = (
        "From the desk of Commissioner Ada Roth\n\nNEWS RELEASE\n\nRoth greets the new judges\n\n"
        "I am glad that they are here.\n\nPresident Bo Lind added that more would come."
    )
    assert pairs(text) == [("Ada Roth", "I am glad that they are here."), ("Bo Lind", "more would come")]


def test_an_interview_with_questions_and_answers():
    for head in ("“The ice is thin”: interview with Ada Roth", "In an interview with mayor Ada Roth, we asked of ice."):
        text = f"{head}\n\nIt is cold.\n\nIt snows.\n\nQ: Is it safe?\n\nA: No.\n\nQ: Why?\n\nA: It thaws."
        assert pairs(text) == [
            ("Question", "Is it safe?"),
            ("Ada Roth", "No."),
            ("Question", "Why?"),
            ("Ada Roth", "It thaws."),
        ]
    assert pairs("Q: Will Norway sign?\nA: Yes.") == [("Question", "Will Norway sign?"), ("Answer", "Yes.")]


def test_speakers_in_capitals_and_with_their_office():
    text = (
        "Ada Roth, the mayor of Oslo, met us at the lake.\n\n"
        "ADA ROTH: The ice is thin.\n\nQUESTION: Why?\n\nROTH: It thaws.\n\nBo Lind, minister: It does."
    )
    doc = read(text)
    assert pairs(text) == [
        ("Ada Roth", "The ice is thin."),
        ("Question", "Why?"),
        ("Ada Roth", "It thaws."),
        ("Bo Lind", "It does."),
    ]
    assert [(p.name, p.role) for p in doc.people] == [("Ada Roth", "Mayor"), ("Bo Lind", "Minister")]
    assert pairs("Bo Lind, minister: It thaws.\n\nQuestion: Soon?")[0] == ("Bo Lind", "It thaws.")
