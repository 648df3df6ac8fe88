"""The certificate from which an application starts, on the first page of the form."""

from certificate_store.holders import Holder
from certificate_store.lookup import Inquiry
from guides import catalog
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import (
    SOURCE,
    SourceCertificate,
    require_issuer,
    require_not_applied,
)
from services_hall.applications.errors import SourceRefused
from services_hall.database import reading
from services_hall.presentation.application_form import DISTRICT
from services_hall.use_cases.read_source import read_source
from services_hall.web.application_form.channel import FormInvalid


def form_source(
    offer: Offer, identifier: str, holder: Holder | None, *, inquiry: Inquiry | None = None
) -> SourceCertificate | None:
    """The holder's certificate for this offer; None where the offer starts from none.

    Raises FormInvalid with the problem at the field of the certificate.
    """
    if offer.starts_from is None or holder is None:
        return None
    try:
        source = read_source(identifier, offer.starts_from, holder=holder, inquiry=inquiry)
        require_not_applied(reading(), source.identifier, offer.code)
    except SourceRefused as refusal:
        raise FormInvalid({SOURCE: refusal.problem}) from None
    return source


def check_district(offer: Offer, source: SourceCertificate | None, district: str) -> None:
    """Raise FormInvalid at the district unless its agency issued the certificate (行政许可法 art. 49)."""
    if source is None:
        return
    handler = catalog.handlers_for(reading(), [offer.code], district)[offer.code]
    try:
        require_issuer(source, handler.agency_code)
    except SourceRefused as refusal:
        raise FormInvalid({DISTRICT: refusal.problem}) from None


def issuer_district(offer: Offer, source: SourceCertificate | None) -> str | None:
    """The district in which the issuing agency handles this offer, if it is the only one."""
    if source is None:
        return None
    places = catalog.divisions_of_agency(reading(), offer.code, source.agency_code)
    return places[0] if len(places) == 1 else None
