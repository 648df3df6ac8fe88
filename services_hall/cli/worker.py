"""The command `worker`; the only one that imports the PDF libraries."""

import click

from services_hall.cli.console import CommandRefused, refuse_if, settings_from_environment
from services_hall.runtime import preflight
from services_hall.runtime import worker as working_process


@click.command()
@click.option("--only", type=click.Choice(["relay", "tasks"]), help="With a broker: run only one half.")
def worker(only: str | None) -> None:
    """Run jobs until Ctrl-C or SIGTERM; `serve` starts a worker itself.

    With HALL_BROKER_URL two processes run: one publishes jobs to the broker, the other runs jobs from it.
    """
    settings = settings_from_environment()
    refuse_if(preflight.problems(settings))
    if only and settings.broker_url is None:
        raise CommandRefused("--only needs a broker: set HALL_BROKER_URL, or leave --only out")
    working_process.run(settings, only)
