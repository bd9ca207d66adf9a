import subprocess
import sys


def test_import_is_light():
    heavy = ("pandas", "matplotlib", "scipy", "networkx", "sklearn")
    code = f"import stance.analysis, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_all_is_what_there_is():
    import stance.analysis

    for name in stance.analysis.__all__:
        assert callable(getattr(stance.analysis, name))
