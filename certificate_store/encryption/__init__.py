"""Encryption of personal data: keyring, column types, encrypted files."""

from certificate_store.encryption.files import EncryptedFiles
from certificate_store.encryption.keyring import KeyRing, blind_index, current, header_of, install

__all__ = [
    "EncryptedFiles",
    "KeyRing",
    "blind_index",
    "current",
    "header_of",
    "install",
]
