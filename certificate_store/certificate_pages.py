"""Pages of certificates as HTML, from which their PDF files are rendered."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from certificate_store.certificate_faces import chinese_day, face_rows, number_label, validity_text
from certificate_store.models import Certificate


def css_string(text: str) -> Markup:
    """A text as a CSS string; all characters but letters and digits are written as CSS escapes."""
    plain = (one if one.isalnum() or one == " " else f"\\{ord(one):06x}" for one in str(text))
    return Markup(f'"{"".join(plain)}"')  # noqa: S704 - letters, digits, spaces and escapes only


_TEMPLATES: Final = Environment(
    loader=PackageLoader("certificate_store"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["css_string"] = css_string


def certificate_page(
    certificate: Certificate,
    *,
    number: str,
    identifier: str,
    qr_code: Markup | str,
    demo: bool,
    notice: str = "",
) -> str:
    """The page of this version; `demo` adds the demo notice, `notice` says what else the page is not.

    A preview shows another number and identifier than those of the certificate, and no QR code.
    """
    return _TEMPLATES.get_template("certificate.html").render(
        type_name=certificate.type.name,
        identifier=identifier,
        number=number,
        version=certificate.version,
        holder=certificate.holder,
        holder_number_label=number_label(certificate.holder),
        joint_holders=certificate.joint_holders,
        rows=list(face_rows(certificate)),
        validity=validity_text(certificate),
        agency_name=certificate.agency_name,
        issued_on=chinese_day(certificate.issued_on),
        created_at=certificate.created_at.isoformat(timespec="seconds"),
        qr_code=qr_code,
        demo=demo,
        notice=notice,
    )
