"""Holders of certificates: identifier types, check digits, blind index and masking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from certificate_store.encryption import blind_index
from certificate_store.errors import HolderFault, HolderInvalid
from certificate_store.text_input.names import comparable_name
from certificate_store.text_input.numbers import compact, dashed
from certificate_store.text_input.reader import TextInvalid, read_name

NAME_LENGTH: Final = 200
HOLDER_INDEX_PURPOSE: Final = "holder"


class HolderKind(StrEnum):
    """The kind of holder that a certificate type is issued to (持证主体类别)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    ANY = "any"


class IdentifierType(StrEnum):
    """持证主体代码类型, with the codes of GB/T 36903."""

    CREDIT_CODE = "001"
    OTHER_ORGANISATION = "099"
    IDENTITY_CARD = "111"
    DIPLOMATIC_PASSPORT = "411"
    SERVICE_PASSPORT = "412"
    PUBLIC_AFFAIRS_PASSPORT = "413"
    PASSPORT = "414"
    TAIWAN_PERMIT = "511"
    HONG_KONG_MACAO_PERMIT = "516"
    OTHER = "999"


ORGANISATION_TYPES: Final = frozenset({IdentifierType.CREDIT_CODE, IdentifierType.OTHER_ORGANISATION})

_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_SHAPES: Final = {
    IdentifierType.OTHER_ORGANISATION: re.compile(r"[A-Z0-9-]{4,40}"),
    IdentifierType.DIPLOMATIC_PASSPORT: _PASSPORT,
    IdentifierType.SERVICE_PASSPORT: _PASSPORT,
    IdentifierType.PUBLIC_AFFAIRS_PASSPORT: _PASSPORT,
    IdentifierType.PASSPORT: _PASSPORT,
    IdentifierType.TAIWAN_PERMIT: re.compile(r"\d{8}|\d{10}[A-Z]?", re.ASCII),
    IdentifierType.HONG_KONG_MACAO_PERMIT: re.compile(r"[HM]\d{8}(\d{2})?", re.ASCII),
    IdentifierType.OTHER: re.compile(r"[A-Z0-9-]{4,40}"),
}
_DASHED: Final = frozenset({IdentifierType.OTHER_ORGANISATION, IdentifierType.OTHER})
"""Types whose numbers have dashes."""
_CREDIT_CODE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_IDENTITY_CARD = re.compile(r"\d{17}[\dX]", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Holder:
    """A holder with a checked and normalized number; its repr shows nothing personal.

    Two holders are equal if they have the same number and the same name, however each name is written.

    Raises HolderInvalid, which names the field and never contains the number.
    """

    name: str
    identifier_type: IdentifierType
    identifier: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _check_name(self.name))
        object.__setattr__(self, "identifier_type", _check_type(self.identifier_type))
        object.__setattr__(self, "identifier", check_number(self.identifier_type, self.identifier))

    @classmethod
    def of_record(cls, name: str, identifier_type: IdentifierType, identifier: str) -> Holder:
        """The holder in a record that was checked when it was written; not checked again by later rules."""
        holder = object.__new__(cls)
        object.__setattr__(holder, "name", name)
        object.__setattr__(holder, "identifier_type", identifier_type)
        object.__setattr__(holder, "identifier", identifier)
        return holder

    @classmethod
    def from_original(cls, name: str, identifier_type: str, identifier: str) -> Holder:
        """The holder as somebody reads it from the original document.

        Some identity cards were issued with a wrong check digit: it is accepted, everything else is checked.
        """
        try:
            return cls(name, IdentifierType(identifier_type), identifier)
        except HolderInvalid as error:
            if error.reason is not HolderFault.WRONG_CHECK_DIGIT:
                raise
        return cls.of_record(_check_name(name), IdentifierType.IDENTITY_CARD, compact(identifier))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Holder):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[str, str, str]:
        return self.identifier_type, self.identifier, comparable_name(self.name)

    @property
    def is_organisation(self) -> bool:
        """Whether the holder is an organisation, not a person."""
        return self.identifier_type in ORGANISATION_TYPES

    @property
    def has_wrong_check_digit(self) -> bool:
        """Whether the number is one of an identity card with a wrong check digit."""
        if self.identifier_type is not IdentifierType.IDENTITY_CARD:
            return False
        return bool(ric.calc_check_digit(self.identifier) != self.identifier[-1])

    @property
    def index(self) -> bytes:
        """The blind index for finding this holder's certificates; the name is not part of it."""
        return blind_index(f"{self.identifier_type}:{self.identifier}", purpose=HOLDER_INDEX_PURPOSE)

    @property
    def masked_name(self) -> str:
        """The name in the form shown to the public."""
        return mask_name(self.name, organisation=self.is_organisation)

    @property
    def masked_identifier(self) -> str:
        """The number in the form shown to the public."""
        return mask_identifier(self.identifier)

    def as_json(self) -> dict[str, str]:
        """The three fields as JSON, for an encrypted column or a request to another store."""
        return {
            "name": self.name,
            "identifier_type": self.identifier_type.value,
            "identifier": self.identifier,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Holder:
        """The holder from the stored JSON of `as_json`."""
        return cls.of_record(value["name"], IdentifierType(value["identifier_type"]), value["identifier"])

    def __repr__(self) -> str:
        return f"Holder(identifier_type={self.identifier_type.value!r})"


def check_number(identifier_type: IdentifierType, number: str) -> str:
    """The normalized number: half width, capitals, without blanks and hidden marks, and without dashes where
    numbers of its type have none. Raises HolderInvalid for `identifier`.
    """
    plain = dashed(number) if identifier_type in _DASHED else compact(number)
    if not plain:
        raise HolderInvalid("identifier", HolderFault.MISSING)
    if identifier_type is IdentifierType.IDENTITY_CARD:
        return _check_identity_card(plain)
    if identifier_type is IdentifierType.CREDIT_CODE:
        return _check_credit_code(plain)
    if not _SHAPES[identifier_type].fullmatch(plain):
        raise HolderInvalid("identifier", HolderFault.WRONG_SHAPE)
    return plain


def _check_name(name: str) -> str:
    try:
        written = read_name(name)
    except TextInvalid as refused:
        raise HolderInvalid("name", refused.fault, position=refused.position) from None
    if not written:
        raise HolderInvalid("name", HolderFault.MISSING)
    if len(written) > NAME_LENGTH:
        raise HolderInvalid("name", HolderFault.TOO_LONG)
    return written


def _check_type(identifier_type: str) -> IdentifierType:
    try:
        return IdentifierType(identifier_type)
    except ValueError:
        raise HolderInvalid("identifier_type", HolderFault.UNKNOWN_KIND) from None


def _check_identity_card(number: str) -> str:
    """Check form, birthday and check digit (GB 11643); division codes change too often to be checked."""
    if not _IDENTITY_CARD.fullmatch(number):
        raise HolderInvalid("identifier", HolderFault.WRONG_LENGTH)
    try:
        ric.get_birth_date(number)
    except ValidationError:
        raise HolderInvalid("identifier", HolderFault.NO_SUCH_BIRTHDAY) from None
    if ric.calc_check_digit(number) != number[-1]:
        raise HolderInvalid("identifier", HolderFault.WRONG_CHECK_DIGIT)
    return number


def _check_credit_code(number: str) -> str:
    """Check form and check character (GB 32100); the authority in front is 1 to 9, A, N or Y."""
    if not _CREDIT_CODE.fullmatch(number) or uscc.calc_check_digit(number) != number[-1]:
        raise HolderInvalid("identifier", HolderFault.WRONG_CREDIT_CODE)
    return number


_ORGANISATION_ENDINGS: Final = (
    "股份有限公司", "有限责任公司", "有限公司", "合作社", "合伙企业", "委员会", "事务所", "公司",
    "集团", "中心", "学校", "医院", "酒店", "餐厅", "餐馆", "饭店", "商店", "超市",
    "店", "厂", "社", "局", "馆",
)  # fmt: skip


def mask_name(name: str, *, organisation: bool = False) -> str:
    """张三 → 张*; an organisation keeps its start and legal form: 武汉楚味餐饮有限公司 → 武汉****有限公司."""
    if len(name) < 2:
        return "*" * len(name)
    if not organisation:
        return name[0] + "*" * (len(name) - 1)
    ending = next((end for end in _ORGANISATION_ENDINGS if name.endswith(end)), name[-1:])
    start = name[:2] if len(name) - len(ending) > 3 else name[:1]
    hidden = len(name) - len(start) - len(ending)
    return f"{start}{'*' * hidden}{ending}" if hidden > 0 else name[:1] + "*" * (len(name) - 1)


def mask_identifier(identifier: str) -> str:
    """420102199001011234 → 4201**********1234; shorter numbers show fewer digits, the shortest none."""
    length = len(identifier)
    visible = 4 if length >= 15 else 2 if length >= 8 else 0
    if not visible:
        return "*" * length
    return identifier[:visible] + "*" * (length - 2 * visible) + identifier[-visible:]
