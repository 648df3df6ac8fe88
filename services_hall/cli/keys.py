"""The command `keys`: add an encryption key, encrypt with it, re-encrypt older values, remove a key."""

import os
from collections.abc import Callable
from pathlib import Path

import click
from rich.table import Table

from certificate_store.encryption import EncryptedFiles, KeyRing, current_keyring
from certificate_store.errors import StoreError
from services_hall.audit.actions import COMMAND_LINE
from services_hall.audit.chain import chain_key
from services_hall.audit.chain_entries import has_unsealed, seal_entries
from services_hall.audit.record import record_action
from services_hall.cli.console import CommandRefused, console, hall, progress
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from services_hall.settings import KEYRING_FILE, SECRET_KEY_FILE, Settings
from services_hall.settings import new_secret as new_secret_key
from services_hall.upkeep import key_files
from services_hall.upkeep.encrypted_columns import encrypted_value_columns, file_columns
from services_hall.upkeep.key_usage import (
    UNKNOWN,
    KeyUsage,
    key_usages,
    totals_by_key,
)
from services_hall.upkeep.reencryption import reencrypt_files, reencrypt_values


@click.group()
def keys() -> None:
    """Replace encryption keys: add one, encrypt with it, re-encrypt, remove the older one.

    \b
    services-hall keys add           add a key for decryption; copy the keyring to every node, restart all
    services-hall keys lead k2       encrypt with it from now on; copy the keyring again, restart all
    services-hall keys reseal        re-encrypt what older keys encrypted, while the hall is running
    services-hall keys drop k1       remove the older key; refused while anything needs it

    The index key of the ring never changes, because people are found by their number with it.
    """


@keys.command("list")
def list_keys() -> None:
    """Show how many values and files each key has encrypted; reads the beginning of every file."""
    with hall() as settings:
        ring = current_keyring()
        usages = key_usages(ring, _files(settings))
    table = Table(
        "what", *(f"{key_id} (encrypts)" if key_id == ring.primary else key_id for key_id in ring.key_ids)
    )
    table.add_column(UNKNOWN)
    for need in usages:
        numbers = [str(need.by_key.get(key_id, 0)) for key_id in (*ring.key_ids, UNKNOWN)]
        table.add_row(_name(need), *numbers)
    console.print(table)


@keys.command()
def add() -> None:
    """Add a new key at the end of the ring: it can decrypt, but does not encrypt yet."""
    ring = _rewrite_keyring("keys.add", KeyRing.widened, lambda after: after.key_ids[-1])
    new = ring.key_ids[-1]
    console.print(
        f"added {new}; next: copy the file keyring to every node, restart `serve` and every worker, "
        f"then `services-hall keys lead {new}`"
    )


@keys.command()
@click.argument("key_id")
def lead(key_id: str) -> None:
    """Make KEY_ID the encrypting key from now on; every process must already have it."""
    _rewrite_keyring("keys.lead", lambda ring: ring.led_by(key_id), lambda _after: key_id)
    console.print(
        f"{key_id} encrypts after a restart; next: copy the file keyring to every node, restart `serve` "
        "and every worker, then `services-hall keys reseal`"
    )


@keys.command()
def reseal() -> None:
    """Re-encrypt what an older key encrypted, while the hall is running; can be interrupted and repeated."""
    with hall() as settings:
        ring, files = current_keyring(), _files(settings)
        before = key_usages(ring, files)
        _log_key_change("keys.reseal", ring.primary, {"older": _older_counts(before, ring)})
        done = _reencrypt_all(before, ring, files)
        after = key_usages(ring, files)
        left = _older_counts(after, ring)
        _log_key_change("keys.resealed", ring.primary, {"done": done, "older": left})
    console.print(f"{done} values and files were re-encrypted with {ring.primary}")
    if not left:
        console.print("none needs an older key")
        return
    for need in after:
        if need.older(ring):
            console.print(f"  {need.older(ring)} in {_name(need)}")
    advice = "run it again; these rows were locked, or written by a process that was not restarted yet"
    if unknown := totals_by_key(after)[UNKNOWN]:
        advice = (
            f"no key of the ring decrypts {unknown} of them: put their key back into the ring, or repair them"
        )
    raise CommandRefused(f"{left} still need an older key: {advice}")


@keys.command()
@click.argument("key_id")
@click.confirmation_option(
    prompt="Backups encrypted with it cannot be read without it. Is a copy kept with them?"
)
def drop(key_id: str) -> None:
    """Remove the key KEY_ID from the ring; refused while anything needs it."""
    with hall() as settings:
        needed = totals_by_key(key_usages(current_keyring(), _files(settings)))[key_id]
    if needed:
        raise CommandRefused(
            f"{needed} values and files need {key_id}: run `services-hall keys reseal` first"
        )
    _rewrite_keyring("keys.drop", lambda ring: ring.without(key_id), lambda _after: key_id)
    console.print(f"{key_id} is gone; copy the file keyring to every node, restart `serve` and every worker")


@keys.command("new-secret")
@click.confirmation_option(prompt="Are `serve` and every worker of every node stopped?")
def new_secret() -> None:
    """Replace the secret key; `audit verify` also uses the former ones, stored in secret_key.older."""
    with hall() as settings:
        path = _own_file(settings.data_dir / SECRET_KEY_FILE, "HALL_SECRET_KEY")
        _chain_all_entries(settings)
        key_files.archive_secret(settings.data_dir, settings.secret_key)
        with transaction() as session:
            record_action(session, actor=COMMAND_LINE, action="secret.replace", subject="secret_key")
            key_files.replace_file(path, new_secret_key())
    console.print(
        "replaced; next: copy secret_key and secret_key.older to every node, start again, "
        "then `services-hall audit verify`"
    )


def _rewrite_keyring(
    action: str, change: Callable[[KeyRing], KeyRing], subject: Callable[[KeyRing], str]
) -> KeyRing:
    """Change the ring in the data folder and add an audit entry; returns the new ring."""
    with hall() as settings:
        path = _own_file(settings.data_dir / KEYRING_FILE, "HALL_KEYRING")
        try:
            after = change(KeyRing.parse(path.read_text(encoding="ascii")))
        except StoreError as error:
            raise CommandRefused(f"{error}; nothing was changed") from None
        with transaction() as session:
            details = {"ring": list(after.key_ids)}
            record_action(session, actor=COMMAND_LINE, action=action, subject=subject(after), details=details)
            session.flush()
            key_files.replace_file(path, after.dump())
    return after


def _own_file(path: Path, variable: str) -> Path:
    """The file with these keys; raises CommandRefused when they come from the environment."""
    if os.environ.get(variable, "").strip() or not path.is_file():
        raise CommandRefused(f"the keys are not in {path}: change {variable} where it is set")
    return path


def _reencrypt_all(usages: list[KeyUsage], ring: KeyRing, files: EncryptedFiles) -> int:
    parts = [reencrypt_values(one, ring) for one in encrypted_value_columns()]
    parts += [reencrypt_files(one, files, ring) for one in file_columns()]
    done = 0
    with progress() as display:
        for need, part in zip(usages, parts, strict=True):
            if total := need.older(ring):
                task = display.add_task(_name(need), total=total)
                for count in part:
                    display.update(task, advance=count)
                    done += count
    return done


def _chain_all_entries(settings: Settings) -> None:
    """Add all entries to the chain under the secret key that is about to be replaced."""
    key = chain_key(settings.secret_key)
    while has_unsealed(reading(), before=utc_now()):
        with transaction() as session:
            seal_entries(session, key)


def _log_key_change(action: str, subject: str, details: dict[str, int]) -> None:
    with transaction() as session:
        record_action(session, actor=COMMAND_LINE, action=action, subject=subject, details=details)


def _older_counts(usages: list[KeyUsage], ring: KeyRing) -> int:
    return sum(need.older(ring) for need in usages)


def _name(need: KeyUsage) -> str:
    return f"files of {need.table}" if need.are_files else need.table


def _files(settings: Settings) -> EncryptedFiles:
    return EncryptedFiles(settings.files_dir)
