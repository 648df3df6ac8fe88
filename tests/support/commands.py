"""Commands of the program, run in this process."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest
from click import Command
from click.testing import CliRunner, Result

from services_hall.cli import main
from services_hall.core import site_settings
from services_hall.settings import Settings
from tests.support.hall import Hall

Run = Callable[..., Result]


def over_hall(hall: Hall, monkeypatch: pytest.MonkeyPatch, commands: ModuleType, command: Command) -> Run:
    """Runs a command of this module with the databases of a test's hall."""

    @contextmanager
    def this_hall() -> Iterator[Settings]:
        with hall.app.app_context():
            yield site_settings()

    monkeypatch.setattr(commands, "hall", this_hall)
    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])


def over_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs the program with this data folder. The logging configuration is restored afterwards."""
    monkeypatch.setenv("HALL_DATA_DIR", str(folder))
    before = logging.root.handlers[:], logging.root.level
    yield lambda *words, **env: CliRunner().invoke(main, words, env=env)
    logging.root.handlers[:], logging.root.level = before
