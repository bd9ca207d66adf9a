import subprocess
import sys

import pytest

from stance.annotations import Annotation, read_annotations, write_annotations
from stance.errors import MissingExtra


def test_importing_loads_nothing_heavy():
    code = (
        "import stance.annotations, sys; print(*{'pandas', 'openpyxl', 'nltk', 'sklearn', 'scipy'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_reading_and_writing_text_files_loads_nothing_heavy(tmp_path):
    code = (
        "import sys; from stance.annotations import *\n"
        f"p = {str(tmp_path / 'a.csv')!r}\n"
        "write_annotations([Annotation(text='A', topic='t', stance='favor')], p); gather(p)\n"
        "print(*{'pandas', 'openpyxl', 'nltk', 'sklearn', 'scipy'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_excel_without_openpyxl(tmp_path, monkeypatch):
    write_annotations([Annotation(text="A", topic="t", stance="favor")], tmp_path / "a.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r'pip install "stance-nlp\[pandas\]"'):
        read_annotations(tmp_path / "a.xlsx")
    with pytest.raises(MissingExtra, match="writing"):
        write_annotations([Annotation(text="A", topic="t", stance="favor")], tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()
