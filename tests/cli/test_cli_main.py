"""The group of all commands: help, errors, interruptions, and what starting it costs."""

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import stance as package
from stance.cli.main import _COMMANDS, Commands, cli
from tests.cli.conftest import make_runner

ROOT = Path(package.__file__).parent.parent
COMMAND = [sys.executable, "-m", "stance.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def test_every_command_has_help_that_says_what_it_does(stance):
    listed = stance("--help").stdout
    for name in _COMMANDS:
        shown = stance(name, "--help")
        assert shown.exit_code == 0
        assert f"Usage: stance {name}" in shown.stdout
        assert f"\n  {name} " in listed


def test_version(stance):
    assert stance("--version").stdout == f"stance {package.__version__}\n"


def test_unknown_commands_and_options_are_told(stance):
    for arguments in (["labl"], ["label", "--bogus", "x"], ["label"]):
        result = stance(*arguments)
        assert result.exit_code == 2
        assert "Error: " in result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (package.StanceError("a.txt: is\nbad"), 2, "Error: a.txt: is bad\n"),
        (package.StanceError("a\x1b[31m: bad"), 2, "Error: a\N{REPLACEMENT CHARACTER}[31m: bad\n"),
        (KeyboardInterrupt(), 130, "interrupted; nothing was written\n"),
        (KeyboardInterrupt("kept"), 130, "kept\n"),
        (OSError(28, "No space left on device", "out.csv"), 2, "Error: out.csv: No space left on device; see to"),
    ],
)
def test_errors_are_one_line(error, status, message):
    @click.group(cls=Group)
    def group():
        pass

    @click.command()
    def fails():
        raise error

    Group.found = fails
    result = make_runner().invoke(group, ["fails"])
    assert result.exit_code == status
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


class Group(Commands):
    found = None

    def get_command(self, ctx, cmd_name):
        return self.found


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from stance.cli import main\n"
        "sys.argv = ['stance', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'nltk', 'pandas', 'joblib', 'tqdm', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)


def test_labelling_an_article_imports_neither_sklearn_nor_nltk(tmp_path, article):
    code = (
        "import sys\n"
        "from stance.cli import main\n"
        f"sys.argv = ['stance', 'label', {str(tmp_path / article)!r}, '-o', {str(tmp_path / 'out.csv')!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'sklearn', 'nltk', 'pandas', 'joblib', 'pyarrow', 'tqdm'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    assert (tmp_path / "out.csv").exists()


def test_the_real_command_fails_with_status_2_and_one_line(tmp_path):
    done = subprocess.run(
        [*COMMAND, "label", "missing.csv", "-o", "out.csv"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=ENVIRONMENT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: missing.csv: no such file; check the path, or give - for standard input\n"
    assert not list(tmp_path.iterdir())


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    (tmp_path / "in.csv").write_text("text\n" + "We will join NATO.\n" * 5000)
    command = " ".join([*COMMAND, "label", "in.csv", "--format", "csv"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} --part-size 500 | head -1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=ENVIRONMENT,
    )
    assert done.stdout.startswith("statement,")
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_and_kill_can_be_resumed(tmp_path, jobs):
    lines = "".join(f'{{"text": "We will join NATO, said number {i}."}}\n' for i in range(4000))
    (tmp_path / "in.jsonl").write_text(lines)
    command = [*COMMAND, "label", "in.jsonl", "-o", "out.csv", "--part-size", "100", "--jobs", str(jobs), "--resume"]

    def stop(sent, parts):
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=ENVIRONMENT, start_new_session=True
        )
        while process.poll() is None and len(list(tmp_path.glob("out.csv.parts/part-*"))) < parts:
            time.sleep(0.01)
        if sent == signal.SIGINT:
            os.killpg(process.pid, sent)  # as a terminal does
        else:
            process.send_signal(sent)
        return process.wait(), process.stderr.read()

    status, message = stop(signal.SIGINT, 3)
    assert status == 130, message
    assert message.endswith("the same command with --resume goes on\n")
    assert message.count("\n") == 1
    assert stop(signal.SIGKILL, 10)[0] == -signal.SIGKILL
    assert not (tmp_path / "out.csv").exists()
    subprocess.run(command, check=True, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    whole = [*COMMAND, "label", "in.jsonl", "-o", "whole.csv", "--part-size", "100"]
    subprocess.run(whole, check=True, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.csv", "whole.csv"]


def test_a_locale_without_the_characters_is_no_error(tmp_path, article):
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*COMMAND, "read", article], capture_output=True, cwd=tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    assert b"Marko Vidan" in done.stdout


def test_bars_are_shown_to_terminals_alone(stance, article):
    assert "labelling" not in stance("label", article, "-o", "out.csv").stderr


def test_bars_are_shown_on_a_terminal_and_go_to_standard_error(tmp_path, article):
    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 90, 0, 0))
    command = [*COMMAND, "label", article, "--format", "csv"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=slave, cwd=tmp_path, env=ENVIRONMENT)
    assert b"labelling" in os.read(master, 1 << 16)
    assert done.stdout.startswith(b"statement,")


def test_the_group_is_what_the_entry_point_runs():
    assert isinstance(cli, Commands)
