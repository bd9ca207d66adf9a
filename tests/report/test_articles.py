import stance
from stance.report.articles import mark_articles
from stance.report.statements import collect_statements

TEXT = '"NATO is dead," President Ada Roth said, "and we will not join it." Roth added that talks would go on.'


def test_statements_are_marked_where_they_stand(model):
    document = stance.read(TEXT)
    said = collect_statements(model.label(document))
    (article,) = mark_articles([document], said, 10_000)
    assert "".join(one.text for one in article.stretches) == TEXT
    marked = [(one.text, one.said.number, one.first) for one in article.stretches if one.said]
    assert ("NATO is dead", 1, True) in marked and ("and we will not join it.", 1, False) in marked
    assert article.statements == len(said) and {one.article for one in said} == {1}


def test_articles_beyond_the_room_are_only_named(model):
    documents = [stance.read(TEXT), stance.read(TEXT.replace("NATO", "the union"))]
    said = collect_statements(model.label(documents))
    first, second = mark_articles(documents, said, len(TEXT) + 500)
    assert first.stretches and not second.stretches and second.statements


def test_a_file_is_named_without_its_folder(tmp_path, model):
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = stance.read(path)
    (article,) = mark_articles([document], collect_statements(model.label(document)), 10_000)
    assert article.title == "note.txt" and article.statements


def test_statements_of_other_articles_are_left_alone(model, labels):
    (article,) = mark_articles([stance.read(TEXT)], collect_statements(labels), 10_000)
    assert article.statements == 0
