import csv

from stance.analysis.tables import Table


def test_html_is_escaped():
    table = Table([{"who": "<script>alert(1)</script>"}], ["who"], ["a < b"])
    content = table._repr_html_()
    assert "<script>" not in content and "&lt;script&gt;" in content and "a &lt; b" in content


def test_long_tables_are_cut_in_views_alone():
    table = Table([{"i": i} for i in range(500)], ["i"])
    assert "… 480 more rows" in repr(table) and "… 400 more rows" in table._repr_html_()
    assert len(table.to_records()) == 500 and len(table.to_pandas()) == 500


def test_empty_table_says_so():
    assert repr(Table([], ["a"], ["Nobody speaks."])) == "Table: no rows\nNobody speaks."
    assert list(Table([], ["a", "b"]).to_pandas().columns) == ["a", "b"]


def test_csv_escapes_formulas(tmp_path):
    path = tmp_path / "t.csv"
    Table(
        [{"who": "=1+1", "share": 0.25, "n": -3, "on": ["a", "b"], "no": None}], ["who", "share", "n", "on", "no"]
    ).to_csv(path)
    rows = list(csv.reader(path.open(encoding="utf-8")))
    assert rows[1] == ["'=1+1", "0.25", "-3", "a; b", ""]


def test_rows_are_copies():
    table = Table([{"a": 1}], ["a"])
    table.to_records()[0]["a"] = 2
    assert table[0]["a"] == 1 and table[:1] == [{"a": 1}] and list(table) == [{"a": 1}]
