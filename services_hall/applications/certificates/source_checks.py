"""Checks and records at the filing of an application that starts from a certificate."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from guides.bundles import BundleSelection
from guides.calendar.official_days import load_calendar
from guides.terms import GuideTerms
from services_hall.applications import answers
from services_hall.applications.answers import Filing, Offer
from services_hall.applications.cases.dispatch import CasePlan
from services_hall.applications.certificates.source_certificates import (
    SourceCertificate,
    SourceFault,
    locked_values,
    require_change,
    require_issuer,
    require_not_applied,
    source_refusal,
    with_locked,
)
from services_hall.applications.clocks.renewal_times import (
    RenewalTime,
    RenewalWindow,
    is_renewal,
    renewal_window,
)


@dataclass(frozen=True)
class FiledSource:
    """The certificate of a filed application: its identifier, its last day, and whether it is late."""

    identifier: str
    valid_to: date | None
    is_late: bool


NO_SOURCE = FiledSource("", None, is_late=False)
"""An application that does not start from a certificate."""


def require_expected(offer: Offer, identifier: str) -> None:
    """Raise SourceRefused for a certificate that the offer does not start from, or a missing one."""
    if offer.starts_from is None and identifier:
        raise source_refusal(SourceFault.NOT_ASKED)
    if offer.starts_from is not None and not identifier:
        raise source_refusal(SourceFault.MISSING)


def filled_fields(
    offer: Offer,
    scenario: Mapping[str, str],
    fields: Mapping[str, str],
    source: SourceCertificate,
    *,
    identity: Callable[[BundleSelection], Mapping[str, str]],
) -> Mapping[str, str]:
    """The fields with those that stand on the certificate; raises AnswersInvalid, ScenarioStops.

    Who applies is named by their `identity`: an organisation may have been renamed since.
    """
    if offer.starts_from is None:
        return fields
    selection = answers.settle(offer, scenario)
    locked, identified = locked_values(selection, offer.starts_from, source), identity(selection)
    return with_locked(fields, {key: value for key, value in locked.items() if key not in identified})


def check_source(
    session: Session, filing: Filing, source: SourceCertificate, cases: Sequence[CasePlan], *, today: date
) -> FiledSource:
    """What the application records of its certificate.

    行政许可法 arts. 49, 50. Raises SourceRefused for another agency than the issuing one and while an earlier
    application for the same is undecided, AnswersInvalid for a change of nothing.
    """
    offer = filing.offer
    if offer.starts_from is None:
        return NO_SOURCE
    require_issuer(source, cases[0].agency_code)
    require_not_applied(session, source.identifier, offer.code)
    require_change(filing.selection, offer.starts_from, source, filing.answers)
    window = window_of(session, offer.items[offer.code].terms, source.valid_to, today=today)
    is_late = window is not None and window.time_on(today) is RenewalTime.LATE
    return FiledSource(source.identifier, source.valid_to, is_late)


def window_of(
    session: Session, terms: GuideTerms, valid_to: date | None, *, today: date
) -> RenewalWindow | None:
    """The days on which to apply for the renewal of a certificate; None for anything but a renewal."""
    if valid_to is None or not is_renewal(terms):
        return None
    calendar = load_calendar(session, since=today - timedelta(days=366))
    return renewal_window(terms, valid_to, calendar)
