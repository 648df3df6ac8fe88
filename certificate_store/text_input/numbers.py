"""Numbers as people write, paste and scan them: one plain form for each."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from certificate_store.text_input.reader import drop_hidden

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－ー一～~", "-"))
_BLANKS: Final = re.compile(r"\s+")
_VERIFY_ADDRESS: Final = re.compile(r"^https?:/+[^/]+/(?:.*/)?verify/(?P<code>[^?#]+)", re.IGNORECASE)
_BRACKETS: Final = str.maketrans(dict.fromkeys("【［[（(﹝{", "〔") | dict.fromkeys("】］])）﹞}", "〕"))

CHINA: Final = "86"
_NOT_IN_PHONES: Final = re.compile(r"[\s()./\-·]")
_EXTENSION: Final = re.compile(
    r"\s*(?:转|轉|分机|ext\.?|x|#|,|;|(?<=[0-9]{7})-)\s*(?P<extension>[0-9]{1,6})$", re.IGNORECASE
)
_MOBILE: Final = re.compile(r"1[0-9]{10}")
_LANDLINE: Final = re.compile(r"0(?P<area>10|2[0-9]|[3-9][0-9]{2})(?P<number>[1-9][0-9]{6,7})")
_OTHER: Final = re.compile(r"[48]00[0-9]{7}|[2-9][0-9]{6,7}")
"""Numbers of services that are the same in the whole country, and numbers without an area code."""
_ABROAD: Final = re.compile(r"\+(?!86)[1-9][0-9]{6,14}")


def compact(number: str) -> str:
    """The number in half width and capitals, without blanks, dashes and hidden characters."""
    return dashed(number).replace("-", "")


def dashed(number: str) -> str:
    """The same with its dashes, all of one kind."""
    if number.isascii():
        return _BLANKS.sub("", number).translate(_DASHES).upper()
    plain = unicodedata.normalize("NFKC", drop_hidden(number).translate(_DASHES))
    return _BLANKS.sub("", plain).translate(_DASHES).upper()


def paper_number(number: str) -> str:
    """The number of a paper as it is printed, 武审批准〔2026〕12号: brackets of any kind, no blanks."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", drop_hidden(number)))
    return plain.translate(_BRACKETS)


def scanned_code(text: str) -> str:
    """The code in a text that may be the whole address in our QR code, as a barcode scanner types it."""
    plain = drop_hidden(text).strip()
    found = _VERIFY_ADDRESS.match(_BLANKS.sub("", unicodedata.normalize("NFKC", plain)))
    return unquote(found["code"]) if found else plain


def read_phone(text: str) -> str | None:
    """A telephone number in one form: 13800001234, 027-12345678转801, +85223456789; None if it is none.

    Blanks, dashes, brackets and hidden marks are dropped, and +86 or 0086 before a number of this country.
    """
    plain = unicodedata.normalize("NFKC", drop_hidden(text).translate(_DASHES)).strip()
    extension = _EXTENSION.search(plain)
    main = _main_number(plain[: extension.start()] if extension else plain)
    if main is None or extension is None:
        return main
    return f"{main}转{extension['extension']}"


def is_mobile(phone: str) -> bool:
    """Whether this is the number of a mobile phone of this country, which takes text messages."""
    return _MOBILE.fullmatch(read_phone(phone) or "") is not None


def phone_digits(phone: str) -> str:
    """The digits by which a telephone number is found, without the country's number and an extension."""
    main = (read_phone(phone) or phone).partition("转")[0]
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", main))


def _main_number(text: str) -> str | None:
    digits = _NOT_IN_PHONES.sub("", text)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith(f"+{CHINA}"):
        return _number_here(rest := digits[len(CHINA) + 1 :]) or _number_here(f"0{rest}")
    if digits.startswith(CHINA) and _MOBILE.fullmatch(digits[len(CHINA) :]):
        return digits[len(CHINA) :]
    return digits if _ABROAD.fullmatch(digits) else _number_here(digits)


def _number_here(digits: str) -> str | None:
    """A number of this country, a fixed line with a dash behind its area code."""
    if line := _LANDLINE.fullmatch(digits):
        return f"0{line['area']}-{line['number']}"
    return digits if _MOBILE.fullmatch(digits) or _OTHER.fullmatch(digits) else None
