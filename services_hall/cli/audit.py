"""The command `audit`: verification of the tamper-evident record."""

from itertools import accumulate
from pathlib import Path
from typing import Final

import click

from services_hall.audit.anchors import read_anchors
from services_hall.audit.chain import chain_key
from services_hall.audit.verification import ChainFault, ChainVerdict, verify_chain
from services_hall.cli.console import CommandRefused, console, hall
from services_hall.database import reading
from services_hall.upkeep import key_files

FAULTS: Final = {
    ChainFault.MISSING: "this entry is missing",
    ChainFault.CHANGED: "the content of the entry does not match its hash",
    ChainFault.BROKEN: "the entry does not follow the one before it",
    ChainFault.CUT: "the record ends here, the chained entries after it are gone",
    ChainFault.REPLACED: "the record does not match the head kept in the data folder",
}


@click.group()
def audit() -> None:
    """Check the tamper-evident record."""


@audit.command()
@click.option(
    "--older-key",
    "older_keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A file with a secret key the site had before, a line each; may be repeated, the oldest first. "
    "Without it those in secret_key.older of the data folder are used.",
)
def verify(older_keys: tuple[Path, ...]) -> None:
    """Verify the whole record and report the first invalid link, also across changes of the key."""
    with hall() as settings:
        former_secrets = [secret for path in older_keys for secret in key_files.secrets_in(path)]
        older = [chain_key(secret) for secret in former_secrets or key_files.older_secrets(settings.data_dir)]
        verdict = verify_chain(
            reading(), chain_key(settings.secret_key), read_anchors(settings.data_dir), older=older
        )
    if verdict.fault is not None:
        raise CommandRefused(
            f"broken at entry {verdict.at_seq}: {FAULTS[verdict.fault]}; {verdict.entries} entries "
            "before it hold. Keep the database as it is; compare it with a backup. "
            "If the secret key was changed there, name the one before with --older-key."
        )
    console.print(f"the record is intact: {verdict.entries} entries in the chain, {verdict.unsealed} waiting")
    _print_older_keys(verdict)


def _print_older_keys(verdict: ChainVerdict) -> None:
    """Print up to which entry each older key was used."""
    for number, last in enumerate(accumulate(verdict.under_older), start=1):
        if verdict.under_older[number - 1]:
            console.print(f"up to entry {last} under older key {number} of {len(verdict.under_older)}")
