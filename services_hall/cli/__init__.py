"""The command line `services-hall`; commands are imported on demand, PDF libraries only by `worker`."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

import click

from services_hall.cli.language import say, translate


@dataclass(frozen=True)
class CommandLine:
    """The module of a command and its help line, so that the command list needs no imports."""

    module: str
    help: str


COMMANDS: Final = {
    "init": CommandLine("site", "Create the data folder and its keys, migrate both databases."),
    "seed": CommandLine("site", "Load places, agencies, the calendar and the sample guides."),
    "serve": CommandLine("site", "Run the server and one worker."),
    "worker": CommandLine("worker", "Run jobs without a server."),
    "guides": CommandLine("guides", "Import, export and check guides; publish what is due."),
    "remedies": CommandLine("remedies", "Name the bodies that hear reconsideration and lawsuits."),
    "sizes": CommandLine("sizes", "Show and change the sizes from which an item applies in a place."),
    "certificates": CommandLine("certificates", "List, verify and cancel electronic certificates."),
    "jobs": CommandLine("jobs", "List waiting and parked jobs, and retry them."),
    "audit": CommandLine("audit", "Check the tamper-evident record."),
    "keys": CommandLine("keys", "Add and change encryption keys, re-encrypt older values."),
    "users": CommandLine("users", "List, add and close accounts, change roles, reset passwords."),
    "doctor": CommandLine("doctor", "Check the whole installation, and print remedies."),
}


class LazyCommands(click.Group):
    """A command group that looks up a command in the table and imports its module on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or None."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        command = getattr(import_module(f"{__name__}.{place.module}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands only
        translate(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section(say("Commands")):
            formatter.write_dl([(name, say(place.help)) for name, place in COMMANDS.items()])


@click.command(
    cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="services-hall")
def main() -> None:
    """Run and administer an online government services hall.

    Settings are environment variables with the prefix HALL_; the data folder is HALL_DATA_DIR (./data).
    """
