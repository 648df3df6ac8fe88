"""Certificate types: definition, registration and rules of validity."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from certificate_store.errors import CertificateTypeInvalid, UnknownCertificateType
from certificate_store.holders import HolderKind
from certificate_store.models import CertificateType
from certificate_store.value_lists import is_one_of

WITHOUT_END: Final = {"kind": "without_end"}

_BY_CODES: Final = select(CertificateType.code, CertificateType.id).where(
    is_one_of(CertificateType.code, "codes")
)
_IDENTIFIER_CODE = re.compile(r"[0-9A-Z]{1,21}")


@dataclass(frozen=True, slots=True)
class DataField:
    """One data field of a type: its key, its Chinese label, whether it is required, and whether it is public.

    Everybody may read the public fields of a permit (行政许可法 art. 40).
    """

    key: str
    label: str
    required: bool = False
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    """The definition of a type: guides refer to `code`; certificate identifiers contain `identifier_code`.

    `validity` is `{"kind": "without_end"}` or `{"kind": "months", "months": 60}`. A type without data fields
    accepts any field.
    """

    code: str
    identifier_code: str
    name: str
    issuer_class: str
    holder_kind: HolderKind = HolderKind.ANY
    validity: Mapping[str, Any] = field(default_factory=lambda: dict(WITHOUT_END))
    data_fields: Sequence[DataField] = ()


def register_certificate_type(session: Session, definition: TypeDefinition) -> CertificateType:
    """Create the type or update it to this definition; its two codes can never change.

    Raises CertificateTypeInvalid.
    """
    _check(definition)
    known = _find(session, definition.code)
    if known is None:
        try:
            with session.begin_nested():
                known = CertificateType(code=definition.code, identifier_code=definition.identifier_code)
                _describe(known, definition)
                session.add(known)
        except IntegrityError:
            known = _find(session, definition.code)
            if known is None:
                raise CertificateTypeInvalid("the identifier code belongs to another type") from None
    if known.identifier_code != definition.identifier_code:
        raise CertificateTypeInvalid(f"the identifier code of {definition.code!r} cannot change")
    _describe(known, definition)
    session.flush()
    return known


def certificate_type(session: Session, code: str) -> CertificateType:
    """The type with this code; raises UnknownCertificateType."""
    known = _find(session, code)
    if known is None:
        raise UnknownCertificateType(code)
    return known


def certificate_types(session: Session) -> list[CertificateType]:
    """All types, ordered by code."""
    return list(session.scalars(select(CertificateType).order_by(CertificateType.code)))


class TypeKey(NamedTuple):
    """What rows refer to a type by, without its definition."""

    code: str
    id: int


def types_by_code(session: Session, codes: Collection[str]) -> dict[str, TypeKey]:
    """The known types among these codes, with one query; no query when there are no codes."""
    if not codes:
        return {}
    rows = session.connection().execute(_BY_CODES, {"codes": codes})
    return {code: TypeKey(code, id_) for code, id_ in rows}


def field_problems(kind: CertificateType, values: Mapping[str, Any]) -> list[str]:
    """One problem for each required field that is missing and each field that the type does not define."""
    if not kind.data_fields:
        return []
    known = {item["key"]: item for item in kind.data_fields}
    missing = [key for key, item in known.items() if item["required"] and values.get(key) in (None, "")]
    unknown = [key for key in values if key not in known]
    return [f"field {key!r} is missing" for key in missing] + [f"field {key!r} is unknown" for key in unknown]


def _find(session: Session, code: str) -> CertificateType | None:
    return session.scalar(select(CertificateType).where(CertificateType.code == code))


def _describe(known: CertificateType, definition: TypeDefinition) -> None:
    known.name = definition.name
    known.issuer_class = definition.issuer_class
    known.holder_kind = definition.holder_kind
    known.validity = dict(definition.validity)
    known.data_fields = [
        {
            "key": item.key,
            "label": item.label,
            "required": item.required,
            **({"public": True} if item.is_public else {}),
        }
        for item in definition.data_fields
    ]


def _check(definition: TypeDefinition) -> None:
    if not _IDENTIFIER_CODE.fullmatch(definition.identifier_code):
        raise CertificateTypeInvalid("an identifier code has 1 to 21 digits and capital letters")
    kind, months = definition.validity.get("kind"), definition.validity.get("months")
    if kind == "months" and not (isinstance(months, int) and 1 <= months <= 1200):
        raise CertificateTypeInvalid("a validity in months needs a number of months from 1 to 1200")
    if kind not in ("months", "without_end"):
        raise CertificateTypeInvalid("a validity is of the kind 'months' or 'without_end'")
    keys = [item.key for item in definition.data_fields]
    if len(keys) != len(set(keys)):
        raise CertificateTypeInvalid("a data field appears twice")
