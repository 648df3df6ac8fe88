"""The command `services-hall`; each command loads only what it needs, PDF libraries only `worker`."""

from importlib import import_module
from typing import Final

import click

COMMANDS: Final = {
    "init": "site:init",
    "seed": "site:seed",
    "serve": "site:serve",
    "worker": "worker:worker",
    "doctor": "doctor:doctor",
    "guides": "guides:guides",
    "certificates": "certificates:certificates",
    "jobs": "jobs:jobs",
    "audit": "audit:audit",
    "users": "users:users",
}


class Commands(click.Group):
    """Finds a command in the table and loads its module then."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(f"{__name__}.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands only
        return command


@click.command(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="services-hall")
def main() -> None:
    """Run and look after an online government services hall.

    Settings are environment variables with the prefix HALL_; the data folder is HALL_DATA_DIR (./data).
    """
