"""The command `services-hall`; each command loads only what it needs, PDF libraries only `worker`."""

from dataclasses import dataclass
from importlib import import_module
from typing import Final

import click


@dataclass(frozen=True)
class CommandLine:
    """Where a command is, and its line in the list, so that the list loads nothing."""

    module: str
    help: str


COMMANDS: Final = {
    "init": CommandLine("site", "Make the data folder and its keys, migrate both databases."),
    "seed": CommandLine("site", "Load places, agencies, the calendar and the sample guides."),
    "serve": CommandLine("site", "Run the server and one worker."),
    "worker": CommandLine("worker", "Run jobs without a server."),
    "guides": CommandLine("guides", "Import, export and check guides; publish what is due."),
    "certificates": CommandLine("certificates", "See, verify and cancel electronic certificates."),
    "jobs": CommandLine("jobs", "See what waits or was parked, and try it again."),
    "audit": CommandLine("audit", "Check the tamper-evident record."),
    "keys": CommandLine("keys", "Add a key, let it seal, seal anew what older ones sealed."),
    "users": CommandLine("users", "See accounts, add one, give roles."),
    "doctor": CommandLine("doctor", "Look at everything that can be wrong, and say how to mend it."),
}


class LazyCommands(click.Group):
    """Finds a command in the table and loads its module then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        command = getattr(import_module(f"{__name__}.{place.module}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands only
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.help) for name, place in COMMANDS.items()])


@click.command(
    cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="services-hall")
def main() -> None:
    """Run and look after an online government services hall.

    Settings are environment variables with the prefix HALL_; the data folder is HALL_DATA_DIR (./data).
    """
