"""The facts that stop the store's functions; none of them repeats a person's data or a key."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class StoreError(Exception):
    """Anything the certificate store refuses or cannot do."""


# The vault and its files


class KeyRingMissing(StoreError):
    """No key ring was installed in this process."""

    def __init__(self) -> None:
        super().__init__("no key ring is installed: call vault.install() with the ring of this site first")


class KeyRingMalformed(StoreError):
    """The text of a key ring cannot be read; the message tells where, never what."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"key ring, entry {position}: {reason}")
        self.position = position
        self.reason = reason


class KeyNotInRing(StoreError):
    """The ring has no key of this id."""

    def __init__(self, key_id: str, known: Sequence[str]) -> None:
        super().__init__(f"no key {key_id[:32]!r} in the ring; it has {', '.join(known)}")
        self.key_id = key_id


class KeyStillSeals(StoreError):
    """The key is the one that seals; another has to lead the ring before it may go."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"{key_id} seals what is written now; let another key lead first")
        self.key_id = key_id


class DecryptionFailed(StoreError):
    """The bytes were changed, belong to another column, or their key is not in the ring."""

    def __init__(self, associated: str, reason: str) -> None:
        super().__init__(f"{associated}: {reason}")
        self.associated = associated
        self.reason = reason


class StoredFileError(StoreError):
    """A file of the encrypted folder cannot be given."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"stored file {name[:64]!r}: {reason}")
        self.name = name


class StoredFileNameInvalid(StoredFileError):
    """The name is not one the folder gives out."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "not a name of a stored file")


class StoredFileMissing(StoredFileError):
    """There is no file of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "missing")


class StoredFileDamaged(StoredFileError):
    """The file's bytes are not those that were written."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "damaged: its bytes do not match its name or its seal")


# Holders and numbers


class HolderFault(StrEnum):
    """What can be wrong with a holder's field; whoever shows it says it in the reader's language."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_LENGTH = "wrong_length"
    NO_SUCH_BIRTHDAY = "no_such_birthday"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    WRONG_CREDIT_CODE = "wrong_credit_code"
    WRONG_SHAPE = "wrong_shape"


class HolderInvalid(StoreError):
    """A holder's field is wrong; `field` names it, the number itself is never repeated."""

    def __init__(self, field: str, reason: HolderFault) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class NumberInvalid(StoreError):
    """A text cannot carry a check character, or a part of an identifier has the wrong shape."""


# Types, issuing and status


class UnknownCertificateType(StoreError):
    """The store keeps no certificate type of that code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown certificate type {code!r}")
        self.code = code


class CertificateTypeInvalid(StoreError):
    """The definition of a certificate type contradicts itself or an earlier one."""


class UnknownCertificate(StoreError):
    """The store keeps no certificate of that identifier."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"unknown certificate {identifier!r}")
        self.identifier = identifier


class CertificateInvalid(StoreError):
    """What should be issued breaks a rule of its type; `problems` names each field once."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class SourceAlreadyUsed(StoreError):
    """The source reference already stands for a certificate of another type or holder."""

    def __init__(self, source: str) -> None:
        super().__init__(f"source {source!r} already stands for another certificate")
        self.source = source


class NotTheIssuingAgency(StoreError):
    """Only the agency that issued a certificate may change it."""

    def __init__(self, identifier: str, by_agency: str) -> None:
        super().__init__(f"agency {by_agency!r} did not issue certificate {identifier}")
        self.identifier = identifier
        self.by_agency = by_agency


class NotTheCurrentVersion(StoreError):
    """A version that was replaced can no longer be changed."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"certificate {identifier} was replaced by a later version")
        self.identifier = identifier


class CertificateTransitionRefused(StoreError):
    """The status table has no such step."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"a certificate that is {status} has no step {action}")
        self.status = status
        self.action = action


class FileAlreadyAttached(StoreError):
    """A certificate's signed file is written once and never replaced."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"certificate {identifier} already has another signed file")
        self.identifier = identifier


class AppendOnly(StoreError):
    """A row of a record that is only ever added to was changed or deleted."""

    def __init__(self, table: str) -> None:
        super().__init__(f"rows of {table} are never changed or deleted")
        self.table = table


# Use and permission


class UseWithoutBasis(StoreError):
    """A certificate is used only on the holder's grant or on a legal basis."""

    def __init__(self, type_code: str) -> None:
        super().__init__(f"neither a grant of the holder nor a legal basis covers {type_code!r}")
        self.type_code = type_code


class GrantInvalid(StoreError):
    """A grant that covers nothing, everything, or no time."""


class NotTheHolder(StoreError):
    """Only the holder who gave a grant may take it back."""


# Other stores and signatures


class StoreUnreachable(StoreError):
    """Another store or data check did not answer in time; never a refusal."""

    def __init__(self, store: str, reason: str) -> None:
        super().__init__(f"{store}: {reason}")
        self.store = store
        self.reason = reason


class AuthorityMissing(StoreError):
    """The store has no signing authority yet."""

    def __init__(self) -> None:
        super().__init__("the store has no signing authority yet: call ensure_authority() once")


class SigningFailed(StoreError):
    """The bytes given are not a PDF that can be signed."""
