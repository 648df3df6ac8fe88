"""Content of a certificate's face in its official wording, with its QR code, for the PDF and for pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import segno
from markupsafe import Markup

from certificate_store.holders import Holder, IdentifierType
from certificate_store.models import Certificate

_NUMBER_LABELS: Final = {
    IdentifierType.CREDIT_CODE: "统一社会信用代码",
    IdentifierType.IDENTITY_CARD: "公民身份号码",
}


def qr_svg(text: str, *, colour: str = "#0a3670") -> Markup:
    """The QR code of `text` as an inline SVG."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        scale=4, border=1, dark=colour, omitsize=True
    )
    return Markup(drawing)  # noqa: S704 - segno writes only paths, which need no escapes


def chinese_day(day: date) -> str:
    """2026年11月23日"""
    return f"{day.year}年{day.month}月{day.day}日"


def face_rows(certificate: Certificate) -> Iterator[dict[str, str]]:
    """The data fields with their Chinese labels, in the type's order; unknown fields last."""
    labels = {item["key"]: item["label"] for item in certificate.type.data_fields}
    order = [*labels, *(key for key in certificate.fields if key not in labels)]
    for key in order:
        value = certificate.fields.get(key)
        if value not in (None, "", []):
            yield {"label": labels.get(key, key), "value": field_text(value)}


def field_text(value: Any) -> str:
    """The value of a data field as the face shows it."""
    return "；".join(str(item) for item in value) if isinstance(value, list) else str(value)


def validity_text(certificate: Certificate) -> str:
    """2026年11月23日 至 2031年11月22日, or the first day alone."""
    start = chinese_day(certificate.valid_from)
    return f"{start} 至 {chinese_day(certificate.valid_to)}" if certificate.valid_to else f"{start} 起"


def number_label(holder: Holder) -> str:
    """What the number of the holder is called."""
    return _NUMBER_LABELS.get(holder.identifier_type, "证件号码")
