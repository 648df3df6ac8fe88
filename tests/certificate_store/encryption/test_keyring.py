"""Keys, encrypted bytes, blind indexes and the encrypted column types."""

import base64
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from certificate_store.encryption import KeyRing, keyring
from certificate_store.encryption.columns import EncryptedJson, EncryptedText
from certificate_store.errors import (
    DecryptionFailed,
    KeyNotInRing,
    KeyRingMalformed,
    KeyRingMissing,
    KeyStillEncrypts,
)
from certificate_store.orm import BigId
from tests.support.certificates import make_store_engine

KEY = base64.b64encode(b"k" * 32).decode()
OTHER = base64.b64encode(b"o" * 32).decode()


class Base(DeclarativeBase):
    """A separate base class, so that the store's schema does not change."""


class Note(Base):
    __tablename__ = "test_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    words: Mapped[str | None] = mapped_column(EncryptedText("test_note.words"))
    facts: Mapped[dict[str, list[int]] | None] = mapped_column(EncryptedJson("test_note.facts"))


@pytest.fixture
def notes() -> Iterator[Engine]:
    engine = make_store_engine("sqlite://")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@given(data=st.binary(max_size=300))
def test_what_is_encrypted_comes_back(data: bytes) -> None:
    ring = KeyRing.generate()
    sealed = ring.encrypt(data, associated="a.b")
    assert ring.decrypt(sealed, associated="a.b") == data
    assert len(data) < 4 or data not in sealed


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    ring = KeyRing.generate()
    assert ring.encrypt(b"x", associated="a.b") != ring.encrypt(b"x", associated="a.b")


def test_a_value_moved_to_another_column_does_not_open() -> None:
    ring = KeyRing.generate()
    with pytest.raises(DecryptionFailed, match=r"a\.c"):
        ring.decrypt(ring.encrypt(b"x", associated="a.b"), associated="a.c")


def test_every_changed_byte_is_told() -> None:
    ring = KeyRing.generate()
    sealed = ring.encrypt(b"secret", associated="a.b")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(DecryptionFailed):
            ring.decrypt(bytes(changed), associated="a.b")


@pytest.mark.parametrize("length", range(0, 40, 3))
def test_a_value_cut_short_is_told(length: int) -> None:
    ring = KeyRing.generate()
    with pytest.raises(DecryptionFailed):
        ring.decrypt(ring.encrypt(b"secret secret", associated="a.b")[:length], associated="a.b")


def test_a_rotated_ring_opens_the_old_and_seals_with_the_new_key() -> None:
    old = KeyRing.generate()
    new = old.rotated()
    assert new.key_ids == ("k2", "k1")
    assert new.decrypt(old.encrypt(b"x", associated="a.b"), associated="a.b") == b"x"
    with pytest.raises(DecryptionFailed, match="not in the ring"):
        old.decrypt(new.encrypt(b"x", associated="a.b"), associated="a.b")


def test_the_blind_index_outlives_rotation_and_differs_by_purpose_and_ring() -> None:
    ring = KeyRing.generate()
    index = ring.blind_index("value", purpose="holder")
    assert len(index) == 32
    assert ring.rotated().rotated().blind_index("value", purpose="holder") == index
    assert ring.blind_index("value", purpose="phone") != index
    assert ring.blind_index("valuf", purpose="holder") != index
    assert KeyRing.generate().blind_index("value", purpose="holder") != index


def test_a_ring_is_read_from_what_it_writes() -> None:
    ring = KeyRing.generate().rotated()
    again = KeyRing.parse(f" {ring.dump()}\n")
    assert again.dump() == ring.dump()
    assert again.primary == "k2"


def test_neither_repr_nor_str_shows_a_key() -> None:
    ring = KeyRing.generate()
    for entry in ring.dump().split(","):
        assert entry.partition(":")[2][:8] not in f"{ring!r} {ring}"


@pytest.mark.parametrize(
    ("ring_text", "position"),
    [
        ("", 1),
        ("k1", 1),
        (f":{KEY}", 1),
        (f"K 1:{KEY}", 1),
        (f"k1:{KEY},", 2),
        (f"k1:{KEY},k1:{OTHER},index:{OTHER}", 2),
        (f"k1:{KEY},k2:not~base64,index:{OTHER}", 2),
        (f"k1:{KEY[:20]},index:{OTHER}", 1),
        (f"k1:{KEY}", 1),
        (f"index:{OTHER}", 1),
    ],
)
def test_a_malformed_ring_is_refused_without_showing_it(ring_text: str, position: int) -> None:
    with pytest.raises(KeyRingMalformed) as refused:
        KeyRing.parse(ring_text)
    assert refused.value.position == position
    for secret in (KEY[:8], OTHER[:8], "not~base64"):
        assert secret not in str(refused.value)


def test_without_an_installed_ring_nothing_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "_installed", None)
    with pytest.raises(KeyRingMissing):
        keyring.encrypt(b"x", associated="a.b")


def test_encrypted_columns_hold_nothing_readable(notes: Engine) -> None:
    with Session(notes) as session:
        session.add(Note(id=1, words="江岸区", facts={"floors": [1, 2]}))
        session.add(Note(id=2, words=None, facts=None))
        session.commit()
        read = session.execute(select(Note.words, Note.facts).order_by(Note.id)).all()
        assert read == [("江岸区", {"floors": [1, 2]}), (None, None)]
        words, facts = session.execute(text("SELECT words, facts FROM test_note WHERE id = 1")).one()
    assert "江岸区".encode() not in words
    assert b"floors" not in facts


def test_a_sealed_value_copied_to_another_column_is_told(notes: Engine) -> None:
    with Session(notes) as session:
        session.execute(insert(Note).values(id=1, words='{"floors":[1]}'))
        session.execute(text("UPDATE test_note SET facts = words"))
        with pytest.raises(DecryptionFailed, match=r"test_note\.facts"):
            session.execute(select(Note.facts)).all()


def test_a_new_key_opens_before_it_seals_and_the_older_goes_last() -> None:
    first = KeyRing.generate()
    wide = first.widened()
    assert wide.key_ids == ("k1", "k2")
    assert keyring.key_id(wide.encrypt(b"x", associated="a.b")) == "k1"
    led = wide.led_by("k2")
    assert keyring.key_id(led.encrypt(b"x", associated="a.b")) == "k2"
    assert wide.decrypt(led.encrypt(b"x", associated="a.b"), associated="a.b") == b"x"
    alone = led.without("k1")
    assert alone.key_ids == ("k2",)
    assert alone.widened().key_ids == ("k2", "k3")
    assert alone.blind_index("1", purpose="p") == first.blind_index("1", purpose="p")
    with pytest.raises(KeyStillEncrypts):
        led.without("k2")
    for change in (led.led_by, led.without):
        with pytest.raises(KeyNotInRing):
            change("k9")


def test_bytes_that_no_key_sealed_have_no_key() -> None:
    with pytest.raises(DecryptionFailed):
        keyring.key_id(b"plain")
