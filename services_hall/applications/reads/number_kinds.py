"""Kinds of numbers recognised by their form, to tell users what they have typed (pure)."""

import re
from enum import StrEnum
from typing import Final

from certificate_store.errors import HolderInvalid
from certificate_store.holders import IdentifierType, check_number
from certificate_store.numbering import serial_in_number
from certificate_store.text_input.numbers import compact, dashed, paper_number, scanned_code
from services_hall.applications.numbering import (
    CaseNumberInvalid,
    parse_application_number,
    parse_case_number,
)
from services_hall.applications.reads.printed_numbers import PAPER_MARK

CERTIFICATE_START: Final = "1.2."
_LIKE_APPLICATION: Final = re.compile(r"20[0-9]{14,18}[0-9A-Z](-[0-9]{2})?")


class NumberKind(StrEnum):
    """What a number looks like."""

    CERTIFICATE = "certificate"
    PAPER = "paper"
    APPLICATION = "application"
    """Of an application or one of its cases."""
    IDENTITY_NUMBER = "identity_number"
    CREDIT_CODE = "credit_code"
    UNKNOWN = "unknown"


def kind_of_number(text: str) -> NumberKind:
    """The kind of a typed or scanned number; a number with a typing error still has a look."""
    code = scanned_code(text)
    if dashed(code).startswith(CERTIFICATE_START) or serial_in_number(compact(code)) is not None:
        return NumberKind.CERTIFICATE
    if PAPER_MARK in paper_number(code):
        return NumberKind.PAPER
    if _is_application_number(code):
        return NumberKind.APPLICATION
    if _is_number_of(IdentifierType.IDENTITY_CARD, code):
        return NumberKind.IDENTITY_NUMBER
    if _is_number_of(IdentifierType.CREDIT_CODE, code):
        return NumberKind.CREDIT_CODE
    return NumberKind.APPLICATION if _LIKE_APPLICATION.fullmatch(dashed(code)) else NumberKind.UNKNOWN


def _is_application_number(code: str) -> bool:
    for parse in (parse_application_number, parse_case_number):
        try:
            parse(code)
        except CaseNumberInvalid:
            continue
        return True
    return False


def _is_number_of(kind: IdentifierType, code: str) -> bool:
    try:
        check_number(kind, compact(code))
    except HolderInvalid:
        return False
    return True
