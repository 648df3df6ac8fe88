"""Actions that a holder can start from a certificate: renewal, change, reissue, cancellation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing
from guides import catalog
from guides.enumerations import HandlingKind
from guides.terms import GuideTerms
from services_hall.applications.answers import Offer
from services_hall.applications.certificates.source_certificates import SourceCertificate
from services_hall.applications.certificates.source_checks import window_of
from services_hall.applications.clocks.renewal_times import RenewalTime, RenewalWindow
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.identity.applicant_kinds import applicant_kind
from services_hall.use_cases.read_own_certificates import OwnCertificate, own_certificates
from services_hall.use_cases.store_access import STORE_ERRORS


@dataclass(frozen=True)
class RenewalDays:
    """The days on which a renewal is applied for, and how today lies to them."""

    window: RenewalWindow
    time: RenewalTime


@dataclass(frozen=True)
class PossibleApplication:
    """A guide in force that starts from a certificate; `renewal` only where a day matters."""

    code: str
    name: str
    kind: HandlingKind | None
    renewal: RenewalDays | None


@dataclass(frozen=True)
class ApplicationSource:
    """The certificate from which an application starts, or None and those of the holder to choose from."""

    certificate: SourceCertificate | None
    choices: Sequence[OwnCertificate] = ()
    renewal: RenewalDays | None = None
    late_note: str = ""
    """The guide's words for those who apply too late."""


def certificate_actions(
    certificates: Iterable[OwnCertificate], holder: Holder, *, is_online: bool
) -> Mapping[str, Sequence[PossibleApplication]]:
    """What the holder can do with each certificate in force, by identifier; online what is handled online.

    Items for persons are not offered to organisations, nor the reverse.
    """
    in_force = [one for one in certificates if one.standing == Standing.IN_FORCE]
    guides = catalog.guides_starting_from(reading(), {one.type_code for one in in_force})
    return {
        one.identifier: [
            _action(edition.terms, one.valid_to)
            for edition in guides.get(one.type_code, ())
            if (edition.terms.access.online or not is_online) and _is_for(edition.terms, holder)
        ]
        for one in in_force
    }


def application_source(
    offer: Offer, certificate: SourceCertificate | None, *, holder: Holder | None
) -> ApplicationSource | None:
    """What an application under this offer starts from; None where it starts from no certificate."""
    starts_from = offer.starts_from
    if starts_from is None:
        return None
    if certificate is None:
        return ApplicationSource(None, choices=_choices(holder, starts_from.certificate_type))
    terms = offer.items[offer.code].terms
    rule = terms.result.renewal
    return ApplicationSource(
        certificate,
        renewal=_renewal_days(terms, certificate.valid_to),
        late_note=rule.note if rule is not None else "",
    )


def _is_for(terms: GuideTerms, holder: Holder) -> bool:
    """Whether the guide is for applicants of the holder's kind; one that names no audience is for all."""
    return not terms.audience or applicant_kind(holder) in terms.audience


def _action(terms: GuideTerms, valid_to: date | None) -> PossibleApplication:
    kind = terms.starts_from.action if terms.starts_from is not None else None
    return PossibleApplication(terms.code, terms.name, kind, _renewal_days(terms, valid_to))


def _renewal_days(terms: GuideTerms, valid_to: date | None) -> RenewalDays | None:
    today = local_day(utc_now())
    window = window_of(reading(), terms, valid_to, today=today)
    return None if window is None else RenewalDays(window, window.time_on(today))


def _choices(holder: Holder | None, type_code: str) -> Sequence[OwnCertificate]:
    """The holder's certificates of this type in force; none while the store does not answer."""
    if holder is None:
        return ()
    try:
        held = own_certificates(holder)
    except STORE_ERRORS:
        return ()
    return [one for one in held if one.type_code == type_code and one.standing == Standing.IN_FORCE]
