import pytest

from stance.annotations.words import read_words
from stance.errors import InputError


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("kosovo:favor", ("kosovo", "favor")),
        ("kosovo-independence/against", ("kosovo-independence", "against")),
        ("nato - PRO", ("nato", "PRO")),
        ("nato|con", ("nato", "con")),
        ("nato::neutral", ("nato", "neutral")),
        ("__label__", ("__label__", None)),
        ("favor:kosovo", ("kosovo", "favor")),
        ("a:b:against", ("a:b", "against")),
        ("life-support", ("life-support", None)),
        ("pro-life", ("pro-life", None)),
        ("favour", (None, "favour")),
        ("off-topic", (None, "off-topic")),
        ("nato:none", ("nato", "none")),
        ("nato", ("nato", None)),
        ("", ("", None)),
    ],
)
def test_split(label, expected):
    assert read_words().split(label) == expected


def test_a_positive_tone_is_no_stance():
    words = read_words()
    assert words.meaning("stance", "positive") is None and words.meaning("sentiment", "Positive") == "positive"
    assert words.tone("sentiment: negative") == "negative" and words.tone("nato: favor") is None


def test_bad_tables(tmp_path):
    path = tmp_path / "w.toml"
    for content, message in [
        ('[stance]\nmaybe = ["x"]', "no 'maybe'"),
        ('[stance]\nfavor = ["x"]\nagainst = ["X"]', "two meanings"),
        ("nonsense", "no table of label words"),
        ("stance = 3", "no table of label words"),
    ]:
        path.write_text(content)
        with pytest.raises(InputError, match=message):
            read_words(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_words(tmp_path / "missing.toml")
