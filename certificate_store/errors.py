"""Errors of the certificate store; no message contains personal data or a key."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from certificate_store.text_input.reader import TextFault


class StoreError(Exception):
    """Base class of all errors of the certificate store."""


# Encryption and encrypted files


class KeyRingMissing(StoreError):
    """No key ring is installed in this process."""

    def __init__(self) -> None:
        super().__init__("no key ring is installed: call install_keyring() with the ring of this site first")


class KeyRingMalformed(StoreError):
    """The text of a key ring cannot be parsed; the message names the position, never the content."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"key ring, entry {position}: {reason}")
        self.position = position
        self.reason = reason


class KeyNotInRing(StoreError):
    """The ring has no key with this id."""

    def __init__(self, key_id: str, known: Sequence[str]) -> None:
        super().__init__(f"no key {key_id[:32]!r} in the ring; it has {', '.join(known)}")
        self.key_id = key_id


class KeyStillEncrypts(StoreError):
    """The key encrypts new values; another key must become the encrypting key before it can be removed."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"{key_id} encrypts new values; run `keys lead` with another key first")
        self.key_id = key_id


class DecryptionFailed(StoreError):
    """The data was changed, belongs to another column, or was encrypted by a key that is not in the ring."""

    def __init__(self, associated: str, reason: str) -> None:
        super().__init__(f"{associated}: {reason}")
        self.associated = associated
        self.reason = reason


class StoredFileError(StoreError):
    """An encrypted file cannot be read."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"stored file {name[:64]!r}: {reason}")
        self.name = name


class StoredFileNameInvalid(StoredFileError):
    """The name does not have the form of a stored file's name."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "not a name of a stored file")


class StoredFileMissing(StoredFileError):
    """No file with this name exists."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "missing")


class StoredFileDamaged(StoredFileError):
    """The content of the file differs from what was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "damaged: its content does not match its name or cannot be decrypted")


# Holders and numbers


class HolderFault(StrEnum):
    """The kinds of error in a holder's field; the reader of the error words it for the user."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_LENGTH = "wrong_length"
    NO_SUCH_BIRTHDAY = "no_such_birthday"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_CREDIT_CODE = "wrong_credit_code"
    WRONG_SHAPE = "wrong_shape"


class HolderInvalid(StoreError):
    """A field of the holder is invalid; `field` names it, the message never contains the number."""

    def __init__(self, field: str, reason: HolderFault | TextFault, **values: object) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.values = values


class GlyphMissing(StoreError):
    """The fonts of papers lack characters, which are named by their codes; a paper shows no empty boxes."""

    def __init__(self, characters: Sequence[str]) -> None:
        super().__init__(f"no glyph for {', '.join(sorted(f'U+{ord(one):04X}' for one in characters))}")


class NumberInvalid(StoreError):
    """A text cannot carry a check character, or a part of an identifier has the wrong form."""


# Types, issuing and status


class UnknownCertificateType(StoreError):
    """The store has no certificate type with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown certificate type {code!r}")
        self.code = code


class CertificateTypeInvalid(StoreError):
    """The definition of a certificate type contradicts itself or an earlier definition."""


class UnknownCertificate(StoreError):
    """The store has no certificate with this identifier."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"unknown certificate {identifier!r}")
        self.identifier = identifier


class CertificateInvalid(StoreError):
    """The certificate to issue breaks a rule of its type; `problems` lists each field once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class SourceAlreadyUsed(StoreError):
    """The source reference already belongs to a certificate of another type or holder."""

    def __init__(self, source: str) -> None:
        super().__init__(f"source {source!r} already belongs to another certificate")
        self.source = source


class NotTheIssuingAgency(StoreError):
    """Only the agency that issued a certificate may change it."""

    def __init__(self, identifier: str, by_agency: str) -> None:
        super().__init__(f"agency {by_agency!r} did not issue certificate {identifier}")
        self.identifier = identifier
        self.by_agency = by_agency


class NotTheCurrentVersion(StoreError):
    """A replaced version can no longer be changed."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"certificate {identifier} was replaced by a later version")
        self.identifier = identifier


class CertificateTransitionRefused(StoreError):
    """The status table does not allow this step."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"a certificate that is {status} has no step {action}")
        self.status = status
        self.action = action


class FileAlreadyAttached(StoreError):
    """The signed file of a certificate is attached once and never replaced."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"certificate {identifier} already has another signed file")
        self.identifier = identifier


class AppendOnly(StoreError):
    """A row of an append-only table was changed or deleted."""

    def __init__(self, table: str) -> None:
        super().__init__(f"rows of {table} are never changed or deleted")
        self.table = table


# Use and permission


class UseWithoutBasis(StoreError):
    """A certificate may be used only with a grant from the holder or on a legal basis."""

    def __init__(self, type_code: str) -> None:
        super().__init__(f"neither a grant of the holder nor a legal basis covers {type_code!r}")
        self.type_code = type_code


class GrantInvalid(StoreError):
    """A grant must name exactly one type or one certificate, a purpose, and an end in the future."""


class NotTheHolder(StoreError):
    """Only the holder who gave a grant may revoke it."""


# Other stores and signatures


class StoreUnreachable(StoreError):
    """Another store or data check did not answer in time; this never counts as a refusal."""

    def __init__(self, store: str, reason: str) -> None:
        super().__init__(f"{store}: {reason}")
        self.store = store
        self.reason = reason


class AuthorityMissing(StoreError):
    """The store has no signing authority yet."""

    def __init__(self) -> None:
        super().__init__("the store has no signing authority yet: call ensure_authority() once")


class SigningFailed(StoreError):
    """The data is not a PDF that can be signed."""
