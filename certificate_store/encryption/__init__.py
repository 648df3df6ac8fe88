"""Encryption of personal data: key ring, encrypted column types, encrypted files."""

from certificate_store.encryption.files import EncryptedFiles
from certificate_store.encryption.keyring import (
    KeyRing,
    blind_index,
    current_keyring,
    decrypt,
    encrypt,
    header_of,
    install_keyring,
)

__all__ = [
    "EncryptedFiles",
    "KeyRing",
    "blind_index",
    "current_keyring",
    "decrypt",
    "encrypt",
    "header_of",
    "install_keyring",
]
