"""Set-up: missing packages are reported as one list, and failures are not hidden."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
PROGRAM = "system_packages.py"
SYSTEM_PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
WANTED = """
# package | probe | reason
first-missing-package  | package              | tests: a real absence
second-missing-package | command no-such-word | tests: another
python3-venv           | module venv          | is always there
"""


@pytest.fixture
def scripts(open_folder: Path) -> Path:
    """The set-up program in a public folder, with a list that contains two unavailable packages."""
    shutil.copy(SCRIPTS / PROGRAM, open_folder)
    (open_folder / "system-packages.txt").write_text(WANTED, encoding="utf-8")
    return open_folder


def set_up(scripts: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Set-up run by a user without root permissions."""
    command = [SYSTEM_PYTHON, str(scripts / PROGRAM), *options]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "nobody", "--", *command]
    return subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_without_root_it_says_exactly_which_packages_to_ask_for(scripts: Path) -> None:
    ended = set_up(scripts)
    assert ended.returncode != 0
    assert "Missing system packages (2):" in ended.stderr
    wish = "apt-get install --no-install-recommends first-missing-package second-missing-package"
    assert wish in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_list_says_what_each_package_is_for(scripts: Path) -> None:
    ended = set_up(scripts, "--only-list")
    assert ended.returncode != 0
    assert "first-missing-package   tests: a real absence" in ended.stderr
    assert "python3-venv" not in ended.stderr


def test_nothing_is_said_when_nothing_is_missing(scripts: Path) -> None:
    (scripts / "system-packages.txt").write_text("python3-venv | module venv | is there\n", encoding="utf-8")
    ended = set_up(scripts)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_the_tests_run_on_a_machine_that_lacks_none_of_the_packages() -> None:
    command = [SYSTEM_PYTHON, str(SCRIPTS / PROGRAM), "--only-list"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""
