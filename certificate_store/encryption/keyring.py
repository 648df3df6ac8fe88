"""Key ring for personal data: authenticated encryption and blind indexes."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from certificate_store.errors import (
    DecryptionFailed,
    KeyNotInRing,
    KeyRingMalformed,
    KeyRingMissing,
    KeyStillEncrypts,
)

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
ENVELOPE_VERSION: Final = 1
INDEX_ENTRY: Final = "index"
LONGEST_HEADER: Final = 2 + 32

_KEY_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


class KeyRing:
    """AES-256-GCM keys by id: the first encrypts, all decrypt; the index key never changes."""

    def __init__(self, keys: Mapping[str, bytes], index_key: bytes) -> None:
        self._keys = dict(keys)
        self._index_key = index_key
        self._ciphers = {key_id: AESGCM(key) for key_id, key in self._keys.items()}
        self._index_keys: dict[str, bytes] = {}
        self.primary = next(iter(self._keys))

    @classmethod
    def generate(cls) -> KeyRing:
        """A new ring with one key, `k1`, and an index key."""
        return cls({"k1": secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> KeyRing:
        """Parse a ring from `k2:<base64>,k1:<base64>,index:<base64>`, the encrypting key first.

        Raises KeyRingMalformed, which names the position of the invalid entry and never shows any of its
        content.
        """
        entries: dict[str, bytes] = {}
        parts = text.strip().split(",")
        for position, part in enumerate(parts, start=1):
            key_id, key = _parse_entry(part.strip(), position)
            if key_id in entries:
                raise KeyRingMalformed(position, "its key id appears twice")
            entries[key_id] = key
        index_key = entries.pop(INDEX_ENTRY, None)
        if index_key is None:
            raise KeyRingMalformed(len(parts), f"the entry '{INDEX_ENTRY}:<base64>' is missing")
        if not entries:
            raise KeyRingMalformed(len(parts), "there is no encryption key such as 'k1:<base64>'")
        return cls(entries, index_key)

    def dump(self) -> str:
        """The text for `parse`; it is secret and must be written only to a place for secrets."""
        entries = {**self._keys, INDEX_ENTRY: self._index_key}
        return ",".join(f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in entries.items())

    def rotated(self) -> KeyRing:
        """The same ring with a new encrypting key in front; older values can still be decrypted."""
        wider = self.widened()
        return wider.led_by(wider.key_ids[-1])

    def widened(self) -> KeyRing:
        """The same ring with a new key at its end, which can decrypt but does not encrypt yet."""
        numbers = [int(name[1:]) for name in self._keys if name[0] == "k" and name[1:].isdecimal()]
        number = max(numbers, default=0) + 1
        return KeyRing({**self._keys, f"k{number}": secrets.token_bytes(KEY_BYTES)}, self._index_key)

    def led_by(self, key_id: str) -> KeyRing:
        """The same ring with this key as the encrypting key; raises KeyNotInRing."""
        return KeyRing({key_id: self._key(key_id), **self._keys}, self._index_key)

    def without(self, key_id: str) -> KeyRing:
        """The ring without this key; raises KeyNotInRing, or KeyStillEncrypts for the encrypting key."""
        self._key(key_id)
        if key_id == self.primary:
            raise KeyStillEncrypts(key_id)
        return KeyRing({name: key for name, key in self._keys.items() if name != key_id}, self._index_key)

    def _key(self, key_id: str) -> bytes:
        try:
            return self._keys[key_id]
        except KeyError:
            raise KeyNotInRing(key_id, self.key_ids) from None

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the encryption keys, the encrypting key first."""
        return tuple(self._keys)

    def encrypt(self, data: bytes, *, associated: str) -> bytes:
        """The encrypted envelope: version, key id, nonce, ciphertext with its authentication tag."""
        header = header_of(self.primary)
        nonce = secrets.token_bytes(NONCE_BYTES)
        ciphertext = self._ciphers[self.primary].encrypt(nonce, data, header + associated.encode())
        return header + nonce + ciphertext

    def decrypt(self, envelope: bytes, *, associated: str) -> bytes:
        """The data that `encrypt` encrypted with the same `associated`; raises DecryptionFailed."""
        header, key_id = _read_header(envelope, associated)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise DecryptionFailed(associated, "its key is not in the ring")
        nonce, ciphertext = envelope[len(header) :][:NONCE_BYTES], envelope[len(header) + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, ciphertext, header + associated.encode())
        except (InvalidTag, ValueError):
            raise DecryptionFailed(associated, "the data fails authentication") from None

    def blind_index(self, value: str, *, purpose: str) -> bytes:
        """A 32-byte keyed hash to find equal values without decryption; each purpose has its own index."""
        key = self._index_keys.get(purpose)
        if key is None:
            info = b"certificate store, blind index: " + purpose.encode()
            key = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self._index_key)
            self._index_keys[purpose] = key
        return hmac.digest(key, value.encode(), sha256)

    def __repr__(self) -> str:
        return f"KeyRing(key_ids={self.key_ids})"


def _parse_entry(entry: str, position: int) -> tuple[str, bytes]:
    key_id, colon, encoded = entry.partition(":")
    if not colon or not _KEY_ID.fullmatch(key_id):
        raise KeyRingMalformed(position, "expected <key id>:<base64>, the id in small letters and digits")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise KeyRingMalformed(position, "the key is not base64") from None
    if len(key) != KEY_BYTES:
        raise KeyRingMalformed(position, f"the key must be {KEY_BYTES} bytes long")
    return key_id, key


def header_of(key_id: str) -> bytes:
    """The first bytes of every envelope that was encrypted by the key of this id."""
    name = key_id.encode()
    return bytes((ENVELOPE_VERSION, len(name))) + name


def _read_header(envelope: bytes, associated: str) -> tuple[bytes, str]:
    if len(envelope) < 2 or envelope[0] != ENVELOPE_VERSION:
        raise DecryptionFailed(associated, "not an encrypted envelope")
    end = 2 + envelope[1]
    try:
        return envelope[:end], envelope[2:end].decode("ascii")
    except UnicodeDecodeError:
        raise DecryptionFailed(associated, "not an encrypted envelope") from None


def key_id(envelope: bytes, *, associated: str = "envelope") -> str:
    """The id of the key that encrypted this envelope; raises DecryptionFailed when it is not an envelope."""
    return _read_header(envelope, associated)[1]


_installed: KeyRing | None = None


def install_keyring(ring: KeyRing) -> None:
    """Set the key ring of the whole process; called once at start."""
    global _installed
    _installed = ring


def current_keyring() -> KeyRing:
    """The installed ring; raises KeyRingMissing."""
    if _installed is None:
        raise KeyRingMissing
    return _installed


def encrypt(data: bytes, *, associated: str) -> bytes:
    """Encrypt `data` with the installed ring for one place, named `table.column`."""
    return current_keyring().encrypt(data, associated=associated)


def decrypt(envelope: bytes, *, associated: str) -> bytes:
    """Decrypt data that was encrypted for that place; raises DecryptionFailed."""
    return current_keyring().decrypt(envelope, associated=associated)


def blind_index(value: str, *, purpose: str) -> bytes:
    """The blind index of `value` with the installed ring; the caller must normalize the value first."""
    return current_keyring().blind_index(value, purpose=purpose)
