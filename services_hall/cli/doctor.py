"""The command `doctor`: checks of the whole installation, with a remedy for each problem."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click
from kombu.connection import Connection

from services_hall.cli.console import CommandRefused, console, settings_from_environment
from services_hall.core import create_core
from services_hall.database import reading
from services_hall.jobs import administration
from services_hall.jobs.models import JobStatus
from services_hall.runtime import preflight
from services_hall.settings import Settings

BROKER_SECONDS: Final = 3
MANIFEST: Final = Path(__file__).resolve().parent.parent / "static/build/manifest.json"


@click.command()
def doctor() -> None:
    """Check settings, libraries, fonts, databases, migrations, broker and jobs; print the remedies."""
    settings = settings_from_environment()
    steps: dict[str, Callable[[], Iterable[str]]] = {
        "data folder and keys": lambda: preflight.data_folder(settings),
        "system libraries": preflight.missing_libraries,
        "Chinese fonts": fonts,
        "front-end files": front_end,
        "databases": lambda: preflight.databases(settings),
        "migrations": lambda: [] if list(preflight.databases(settings)) else preflight.schema(settings),
        "document numbers": lambda: document_numbers(settings),
        "broker": lambda: broker(settings),
        "jobs": lambda: [] if preflight.problems(settings) else parked_jobs(settings),
    }
    wrong = 0
    for name, look in steps.items():
        problems = list(look())
        wrong += len(problems)
        console.print(f"{'[red]wrong[/red]' if problems else '[green]good [/green]'}  {name}")
        for problem in problems:
            console.print(f"       {problem}")
    if wrong:
        raise CommandRefused(f"{wrong} things are wrong; each line above says what to do")


def document_numbers(settings: Settings) -> Iterable[str]:
    """Check the site's prefix of document numbers, if the databases can be read."""
    if list(preflight.databases(settings)) or list(preflight.schema(settings)):
        return []
    return preflight.document_prefix(settings)


def fonts() -> Iterable[str]:
    """Check that a font with Chinese characters is available for papers."""
    try:
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)  # noqa: S607
    except FileNotFoundError:
        return ["fc-list is missing: `apt-get install fontconfig fonts-noto-cjk`"]
    return [] if listed.stdout.strip() else ["No Chinese font is installed: `apt-get install fonts-noto-cjk`"]


def front_end() -> Iterable[str]:
    """Check that the pages' style sheet and scripts are built."""
    return [] if MANIFEST.is_file() else [f"{MANIFEST} is missing: run `make setup`"]


def broker(settings: Settings) -> Iterable[str]:
    """Check that the broker answers, if one is set; until it does, jobs wait in the database."""
    if settings.broker_url is None:
        return []
    try:
        with Connection(settings.broker_url, connect_timeout=BROKER_SECONDS) as connection:
            connection.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OSError, connection.connection_errors) as error:
        return [f"The broker does not answer ({type(error).__name__}): start it or fix HALL_BROKER_URL"]
    return []


def parked_jobs(settings: Settings) -> Iterable[str]:
    """Report parked jobs."""
    with create_core(settings).app_context():
        number = administration.job_counts(reading())[JobStatus.PARKED]
    if not number:
        return []
    return [f"{number} jobs are parked: see `services-hall jobs list --status parked`, then `jobs retry`"]
