"""Re-encryption of all values of older keys, without losing concurrent changes."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import LargeBinary, literal, select, update

from certificate_store.encryption import EncryptedFiles, KeyRing, current_keyring, header_of, install_keyring
from certificate_store.errors import DecryptionFailed
from certificate_store.pdf.authority import ensure_authority
from services_hall import database
from services_hall.attachments.models import Attachment
from services_hall.clock import utc_now
from services_hall.identity import accounts, signing_keys
from services_hall.identity.models import Account
from services_hall.upkeep.encrypted_columns import (
    TableColumns,
    associated_data,
    encrypted_value_columns,
    file_columns,
)
from services_hall.upkeep.key_usage import (
    UNKNOWN,
    KeyUsage,
    key_usages,
    totals_by_key,
)
from services_hall.upkeep.orphan_files import remove_orphans
from services_hall.upkeep.reencryption import BATCH, reencrypt_files, reencrypt_values
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.encrypted_rows import (
    envelopes,
    files_of,
    name_a_file_everywhere,
    seal_everywhere,
    stored_values,
)
from tests.support.hall import Hall


@pytest.fixture
def older() -> KeyRing:
    return current_keyring()


@pytest.fixture
def hall_with_values(either_hall: Hall) -> Iterator[Hall]:
    """A hall with an application, drafts, files and certificates, inside its context."""
    file_online(either_hall, "open-restaurant", RESTAURANT)
    with either_hall.app.app_context():
        yield either_hall


@pytest.fixture
def newer(hall_with_values: Hall) -> KeyRing:
    """The new key ring: existing values are encrypted with its second key."""
    seal_everywhere(hall_with_values)
    name_a_file_everywhere(hall_with_values)
    ring = current_keyring().rotated()
    install_keyring(ring)
    return ring


def reseal(hall: Hall, ring: KeyRing, files: EncryptedFiles | None = None) -> int:
    values = sum(sum(reencrypt_values(one, ring)) for one in encrypted_value_columns())
    return values + sum(sum(reencrypt_files(one, files or files_of(hall), ring)) for one in file_columns())


def older_in(found: Sequence[KeyUsage], ring: KeyRing) -> int:
    return sum(need.older(ring) for need in found)


def older_left(hall: Hall, ring: KeyRing) -> int:
    return older_in(key_usages(ring, files_of(hall)), ring)


def columns_of(table: str) -> TableColumns:
    return next(one for one in encrypted_value_columns() if one.table.name == table)


def test_every_sealed_column_and_every_file_needs_the_newer_key_only(
    hall_with_values: Hall, newer: KeyRing
) -> None:
    before, values = key_usages(newer, files_of(hall_with_values)), stored_values()
    assert all(need.by_key["k1"] and not need.by_key[newer.primary] for need in before), before
    assert reseal(hall_with_values, newer) == older_in(before, newer)
    for one in encrypted_value_columns():
        for column, sealed in envelopes(one).items():
            assert sealed, column
            assert all(value.startswith(header_of(newer.primary)) for value in sealed), column
    assert older_left(hall_with_values, newer) == 0
    install_keyring(newer.without("k1"))
    assert stored_values() == values
    for stored in database.reading().scalars(select(Attachment.file_name)):
        files_of(hall_with_values).get(stored)


def test_the_signing_keys_go_on_signing(hall_with_values: Hall) -> None:
    with database.transaction() as session:
        before = signing_keys.signing_key(session, now=utc_now()).kid
    with database.certificate_transaction() as store:
        authority = ensure_authority(store, now=utc_now())
    ring = current_keyring().rotated()
    reseal(hall_with_values, ring)
    install_keyring(ring.without("k1"))
    with database.transaction() as session:
        assert signing_keys.signing_key(session, now=utc_now()).kid == before
    with database.certificate_transaction() as store:
        assert ensure_authority(store, now=utc_now()) == authority


def test_people_are_still_found_by_their_number(hall_with_values: Hall) -> None:
    account = accounts.find_account(database.reading(), "li")
    assert account is not None
    holder = accounts.actor_of(account).holder
    assert holder is not None
    database.end_reading()
    ring = current_keyring().rotated()
    reseal(hall_with_values, ring)
    install_keyring(ring.without("k1"))
    found = accounts.account_of_holder(database.reading(), holder)
    assert found is not None
    assert found.id == account.id


def test_it_may_be_interrupted_and_goes_on_where_it_was(hall_with_values: Hall, newer: KeyRing) -> None:
    before = older_left(hall_with_values, newer)
    done = next(reencrypt_values(columns_of("account"), newer))
    assert 0 < done <= BATCH * 4
    assert older_left(hall_with_values, newer) == before - done
    assert reseal(hall_with_values, newer) == before - done
    assert reseal(hall_with_values, newer) == 0


def test_what_no_key_of_the_ring_opens_stays_and_is_told(hall_with_values: Hall, newer: KeyRing) -> None:
    stranger = KeyRing.parse(KeyRing.generate().dump().replace("k1:", "k9:"))
    phone = Account.__table__.c.phone
    sealed = stranger.encrypt(b"1", associated=associated_data(phone))
    with database.transaction() as session:
        first = select(Account.id).order_by(Account.id).limit(1).scalar_subquery()
        to_stranger = update(Account.__table__).values({phone: literal(sealed, LargeBinary)})
        session.execute(to_stranger.where(Account.__table__.c.id == first))
    reseal(hall_with_values, newer)
    found = key_usages(newer, files_of(hall_with_values))
    assert totals_by_key(found)[UNKNOWN] == 1
    assert older_in(found, newer) == 1
    with pytest.raises(DecryptionFailed):
        database.reading().scalars(select(Account.phone)).all()


def test_a_row_that_somebody_holds_is_passed_over_and_their_change_is_kept(
    hall_with_values: Hall, newer: KeyRing
) -> None:
    """SQLite has one writer, so re-encryption waits there."""
    app, held, go_on = hall_with_values.app, Event(), Event()

    def change() -> None:
        with app.app_context(), database.transaction() as session:
            account = session.scalars(select(Account).where(Account.username == "li").with_for_update()).one()
            account.phone = "10000000077"
            session.flush()
            held.set()
            assert go_on.wait(10)

    def run() -> int:
        with app.app_context():
            return sum(reencrypt_values(columns_of("account"), newer))

    with ThreadPoolExecutor(2) as threads:
        changing = threads.submit(change)
        assert held.wait(10)
        resealing = threads.submit(run)
        if database.db.engine.dialect.name == "postgresql":
            resealing.result(10)  # it never waits for the lock of a row
        go_on.set()
        changing.result(10)
        resealing.result(10)
    reseal(hall_with_values, newer)
    assert older_left(hall_with_values, newer) == 0
    database.end_reading()
    found = accounts.find_account(database.reading(), "li")
    assert found is not None
    assert found.phone == "10000000077"


def test_changes_at_the_same_time_are_all_kept(hall_with_values: Hall, newer: KeyRing) -> None:
    usernames = ("zhang", "li", "wang", "chen", "shichang")

    def change(username: str) -> None:
        for number in range(20):
            with hall_with_values.app.app_context(), database.transaction() as session:
                account = session.scalars(
                    select(Account).where(Account.username == username).with_for_update()
                ).one()
                account.phone = f"1{number:010}"

    def run() -> None:
        for _ in range(5):
            with hall_with_values.app.app_context():
                reseal(hall_with_values, newer)

    with ThreadPoolExecutor(6) as threads:
        for ended in [threads.submit(run), *(threads.submit(change, name) for name in usernames)]:
            ended.result(60)
    reseal(hall_with_values, newer)
    assert older_left(hall_with_values, newer) == 0
    rows = database.reading().scalars(select(Account).where(Account.username.in_(usernames)))
    assert {account.phone for account in rows} == {"10000000019"}


class Meanwhile(EncryptedFiles):
    """A folder in which a concurrent change gives the row another file during re-encryption."""

    other = ""

    def put(self, data: bytes) -> str:
        name = super().put(data)
        if not self.other:
            self.other = super().put(b"the newer file")
            with database.transaction() as session:
                session.execute(update(Attachment).values(file_name=self.other))
        return name


def test_a_file_that_was_replaced_meanwhile_stays_replaced(hall_with_values: Hall, newer: KeyRing) -> None:
    files = Meanwhile(files_of(hall_with_values).directory)
    attachments = next(one for one in file_columns() if one.table.name == "attachment")
    sum(reencrypt_files(attachments, files, newer))
    names = set(database.reading().scalars(select(Attachment.file_name)))
    assert names == {files.other}
    assert files.get(files.other) == b"the newer file"


def attached_names() -> list[str]:
    """The names of all files of attachments: also originals of converted pictures, and thumbnails."""
    columns = (Attachment.file_name, Attachment.original_file_name, Attachment.thumbnail_file_name)
    rows = database.reading().execute(select(*columns))
    return [name for row in rows for name in row if name is not None]


def test_whoever_has_just_read_the_older_name_still_gets_the_file(
    hall_with_values: Hall, newer: KeyRing
) -> None:
    attachments = next(one for one in file_columns() if one.table.name == "attachment")
    names = attached_names()
    database.end_reading()
    assert sum(reencrypt_files(attachments, files_of(hall_with_values), newer)) == len(names)
    for name in names:
        assert files_of(hall_with_values).get(name)
    assert set(attached_names()).isdisjoint(names)
    assert remove_orphans(files_of(hall_with_values), now=utc_now()).removed == 0
