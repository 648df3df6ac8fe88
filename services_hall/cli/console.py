"""Shared parts of the commands: errors with a remedy, progress display, application context."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from services_hall.core import create_core
from services_hall.runtime import logs
from services_hall.settings import Settings, SettingsInvalid

console = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 160)


class CommandRefused(click.ClickException):
    """The command cannot be carried out: one sentence with the cause and the remedy; exit code 1."""


def settings_from_environment() -> Settings:
    """The site's settings; raises CommandRefused with the invalid one."""
    try:
        settings = Settings.read()
    except SettingsInvalid as error:
        raise CommandRefused(str(error)) from None
    logs.configure(settings)
    return settings


@contextmanager
def hall() -> Iterator[Settings]:
    """The application context with its databases, for the duration of one command."""
    settings = settings_from_environment()
    with create_core(settings).app_context():
        yield settings


def progress() -> Progress:
    """A progress display for long commands."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


def refuse_if(problems: list[str]) -> None:
    """Raise CommandRefused with all problems, one per line, if there are any."""
    if problems:
        raise CommandRefused(
            "\n".join(["the hall cannot start:", *(f"  - {problem}" for problem in problems)])
        )
