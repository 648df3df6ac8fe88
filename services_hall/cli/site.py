"""The commands `init`, `seed` and `serve`: set-up and operation of a site."""

import os
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from guides.city_folder import FolderInvalid
from guides.errors import DocumentPrefixTaken
from services_hall.cli.city_faults import fault_line
from services_hall.cli.console import (
    CommandRefused,
    console,
    hall,
    progress,
    refuse_if,
    settings_from_environment,
)
from services_hall.cli.language import say
from services_hall.runtime import preflight, schema_upgrade, supervisor
from services_hall.runtime.child_processes import ChildProcessUnstable
from services_hall.runtime.schema_version import MigrationsMissing, pending_migrations
from services_hall.seeding import seed_city, seed_demo, seed_site
from services_hall.settings import write_keys


@click.command()
def init() -> None:
    """Create the data folder and its keys, and upgrade both databases to the newest schema."""
    folder = Path(os.environ.get("HALL_DATA_DIR") or "data").resolve()
    try:
        written = write_keys(folder)
    except OSError as error:
        raise CommandRefused(
            f"cannot write {error.filename}: {error.strerror}; choose HALL_DATA_DIR or its owner"
        ) from None
    for path in written:
        console.print(f"created {path} (keep a copy: the data it protects is lost without it)")
    settings = settings_from_environment()
    settings.files_dir.mkdir(mode=0o700, exist_ok=True)
    refuse_if(list(preflight.databases(settings, must_exist=False)))
    try:
        waiting = pending_migrations(settings)
        if waiting:
            schema_upgrade.upgrade(settings)
    except (MigrationsMissing, schema_upgrade.ForeignKeysBroken) as error:
        raise CommandRefused(str(error)) from None
    except SQLAlchemyError as error:
        raise CommandRefused(
            f"a migration failed and was rolled back: {error}; report it with this text"
        ) from None
    state = f"migrated: {', '.join(waiting)}" if waiting else "both databases are at the newest schema"
    console.print(f"{state}; next: `services-hall seed`, then `services-hall serve`")


@click.command()
@click.option("--demo", is_flag=True, help="Add invented persons, certificates and accounts (loopback only).")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of tables (CSV) with another city: divisions, agencies, who handles what, service points.",
)
def seed(demo: bool, folder: Path | None) -> None:
    """Load places, agencies, the calendar, certificate types and the sample guides; can be repeated."""
    if demo and folder is not None:
        raise CommandRefused(say("invented persons belong to the program's own city: leave out one of both"))
    with hall() as settings:
        if demo and not settings.is_loopback:
            raise CommandRefused(
                "demo data is for a machine of one's own: HALL_BASE_URL must be a loopback address"
            )
        refuse_if(preflight.problems(settings))
        try:
            with progress() as display:
                if folder is None:
                    seed_site(display)
                else:
                    seed_city(display, folder)
                if demo:
                    seed_demo(display)
        except FolderInvalid as error:
            lines = [fault_line(fault) for fault in error.faults]
            text = "{count} faults; nothing was loaded:"
            raise CommandRefused("\n".join([say(text, count=len(lines)), *lines])) from None
        except DocumentPrefixTaken as error:
            raise CommandRefused(
                f"{error}: choose another HALL_DOCUMENT_PREFIX, or change the agency that has this prefix"
            ) from None
    console.print("seeded; next: `services-hall serve`")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True, help="Port."
)
def serve(host: str, port: int) -> None:
    """Check the installation, then run the server and one worker until Ctrl-C or SIGTERM.

    Behind proxies set HALL_TRUSTED_PROXIES to their number, so that visitors' addresses are taken from
    X-Forwarded-For. The worker also removes files that no row names, a week after setting them aside.
    """
    settings = settings_from_environment()
    refuse_if(supervisor.problems(settings, host, port))
    console.print(f"serving {settings.site_name} on http://{host}:{port} (Ctrl-C ends)")
    try:
        supervisor.serve(host, port)
    except ChildProcessUnstable as error:
        raise CommandRefused(str(error)) from None
