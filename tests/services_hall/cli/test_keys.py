"""`keys`: rotation without loss of values, and the audit chain across it."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from certificate_store.encryption import KeyRing
from services_hall.audit.models import AuditEntry
from services_hall.database import reading, transaction
from services_hall.identity import accounts
from services_hall.identity.models import Account
from services_hall.upkeep.key_files import older_secrets
from tests.support.commands import Run, over_folder
from tests.support.hall import SECRET, Hall, open_hall


@pytest.fixture
def folder(hall: Hall, hall_keyring: str) -> Path:
    """The data folder of a site that stores its keys there."""
    for name, text in (("keyring", hall_keyring), ("secret_key", SECRET)):
        path = hall.folder / name
        path.touch(mode=0o600)
        path.write_text(text + "\n")
    return hall.folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    yield from over_folder(folder, monkeypatch)


def ring_of(folder: Path) -> KeyRing:
    return KeyRing.parse((folder / "keyring").read_text())


def actions(folder: Path) -> list[tuple[str, str]]:
    with open_hall(folder, (folder / "keyring").read_text()) as hall, hall.app.app_context():
        rows = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id)
        return [tuple(row) for row in reading().execute(rows)]


def test_a_key_comes_and_the_older_goes(run: Run, folder: Path) -> None:
    added = run("keys", "add")
    assert added.exit_code == 0, added.output
    assert ring_of(folder).key_ids == ("k1", "k2")
    assert stat.S_IMODE((folder / "keyring").stat().st_mode) == 0o600
    assert "keys lead k2" in added.output
    assert "keys reseal" in run("keys", "lead", "k2").output
    assert ring_of(folder).key_ids == ("k2", "k1")
    refused = run("keys", "drop", "k1", "--yes")
    assert refused.exit_code == 1
    assert "need k1" in refused.output
    resealed = run("keys", "reseal")
    assert resealed.exit_code == 0, resealed.output
    assert "none needs an older key" in resealed.output
    assert "0 values and files were re-encrypted" in run("keys", "reseal").output
    assert run("keys", "drop", "k1", "--yes").exit_code == 0
    assert ring_of(folder).key_ids == ("k2",)
    told = [("keys.add", "k2"), ("keys.lead", "k2"), ("keys.reseal", "k2"), ("keys.resealed", "k2")]
    assert [one for one in actions(folder) if one[0].startswith("keys.")] == [
        *told,
        *told[2:],
        ("keys.drop", "k1"),
    ]
    with open_hall(folder, (folder / "keyring").read_text()) as hall, hall.app.app_context():
        li = accounts.find_account(reading(), "li")
        assert li is not None
        assert li.name == "李样例"


def test_what_needs_a_key_that_is_not_there_is_told_by_number(run: Run, folder: Path) -> None:
    run("keys", "add")
    run("keys", "lead", "k2")
    with open_hall(folder, ring_of(folder).dump()) as hall, hall.app.app_context(), transaction() as session:
        session.scalars(select(Account).order_by(Account.id)).first().phone = "10000000000"  # type: ignore[union-attr]
    only_older = ring_of(folder).led_by("k1").without("k2")
    (folder / "keyring").write_text(only_older.dump())
    result = run("keys", "reseal")
    assert result.exit_code == 1
    assert "1 still need an older key: no key of the ring decrypts 1 of them" in result.output
    assert "1 in account" in result.output


def test_the_list_shows_which_key_is_needed_for_what(run: Run) -> None:
    listed = run("keys", "list")
    assert listed.exit_code == 0, listed.output
    for table in ("account", "certificate", "files of paper"):
        assert table in listed.output
    assert "k1 (encrypts)" in listed.output


@pytest.mark.parametrize(
    ("words", "reason"),
    [(("lead", "k7"), "no key 'k7' in the ring"), (("drop", "k1", "--yes"), "need k1")],
)
def test_a_key_that_is_not_there_or_is_needed_is_refused(
    run: Run, folder: Path, words: tuple[str, ...], reason: str
) -> None:
    before = (folder / "keyring").read_text()
    result = run("keys", *words)
    assert result.exit_code == 1
    assert reason in result.output
    assert (folder / "keyring").read_text() == before


def test_keys_of_the_environment_are_changed_there(run: Run, folder: Path, hall_keyring: str) -> None:
    result = run("keys", "add", HALL_KEYRING=hall_keyring)
    assert result.exit_code == 1
    assert "HALL_KEYRING" in result.output
    assert ring_of(folder).key_ids == ("k1",)


def test_the_record_holds_across_a_new_secret_key(run: Run, folder: Path) -> None:
    run("keys", "add")
    replaced = run("keys", "new-secret", "--yes")
    assert replaced.exit_code == 0, replaced.output
    assert (folder / "secret_key").read_text().strip() != SECRET
    assert stat.S_IMODE((folder / "secret_key.older").stat().st_mode) == 0o600
    assert older_secrets(folder) == [SECRET]
    run("keys", "new-secret", "--yes")
    assert len(older_secrets(folder)) == 2
    told = run("audit", "verify")
    assert told.exit_code == 0, told.output
    first, second = re.findall(r"up to entry (\d+) under older key [12] of 2", told.output)
    assert int(second) == int(first) + 1


def test_an_older_key_can_be_named_by_its_file(run: Run, folder: Path, tmp_path: Path) -> None:
    run("keys", "add")
    run("keys", "new-secret", "--yes")
    elsewhere = tmp_path / "the key before"
    (folder / "secret_key.older").rename(elsewhere)
    without = run("audit", "verify")
    assert without.exit_code == 1
    assert "broken at entry 1" in without.output
    assert "--older-key" in without.output
    assert run("audit", "verify", "--older-key", str(elsewhere)).exit_code == 0
    assert SECRET not in without.output
