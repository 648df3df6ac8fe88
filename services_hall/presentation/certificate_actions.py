"""What can be done with a certificate that somebody holds: renewal, change, reissue, cancellation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from certificate_store.holders import Holder
from certificate_store.lifecycle import Standing
from guides import catalog
from guides.terms import GuideTerms
from guides.vocabulary import CERTIFICATE_ACTIONS
from services_hall.applications.answers import Offer
from services_hall.applications.renewals import RenewalTime, RenewalWindow
from services_hall.applications.source_certificates import SourceCertificate
from services_hall.applications.source_filing import window_of
from services_hall.clock import local_day, utc_now
from services_hall.database import reading
from services_hall.presentation import formats
from services_hall.use_cases.read_own_certificates import OwnCertificate, own_certificates
from services_hall.use_cases.store_access import STORE_ERRORS


@dataclass(frozen=True)
class PossibleAction:
    """A guide in force that starts from a certificate; `note` says by when to apply, if a day matters."""

    code: str
    name: str
    words: str
    note: str
    is_late: bool


def possible_actions(
    certificates: Iterable[OwnCertificate], *, is_online: bool
) -> Mapping[str, Sequence[PossibleAction]]:
    """What can be done with each certificate in force, by identifier; online what is handled online."""
    in_force = [one for one in certificates if one.standing == Standing.IN_FORCE]
    guides = catalog.guides_starting_from(reading(), {one.type_code for one in in_force})
    return {
        one.identifier: [
            _action(edition.terms, one)
            for edition in guides.get(one.type_code, ())
            if edition.terms.access.online or not is_online
        ]
        for one in in_force
    }


def source_values(offer: Offer, source: SourceCertificate | None, *, holder: Holder | None) -> dict[str, Any]:
    """Template values about the certificate from which an application starts, or those to choose from."""
    starts_from = offer.starts_from
    if starts_from is None:
        return {"source": None, "source_choices": None}
    if source is None:
        return {"source": None, "source_choices": _choices(holder, starts_from.certificate_type)}
    terms = offer.items[offer.code].terms
    window = window_of(reading(), terms, source.valid_to, today=local_day(utc_now()))
    return {
        "source": source,
        "source_choices": None,
        "renewal_note": renewal_note(window),
        "is_late": _is_late(window),
        "late_words": terms.result.renewal.note if terms.result.renewal is not None else "",
    }


def renewal_note(window: RenewalWindow | None) -> str:
    """By which day a renewal is applied for, seen from today; an empty text where no day matters."""
    if window is None:
        return ""
    match window.time_on(local_day(utc_now())):
        case RenewalTime.EARLY if window.first_on is not None:
            return _(
                "应当在 %(first)s 至 %(last)s 期间申请延续，现在还早",
                first=formats.day(window.first_on),
                last=formats.day(window.last_on),
            )
        case RenewalTime.LATE:
            return _(
                "应当在 %(last)s 前（含当日）申请，现在已经晚了：到期前没有决定的，不视为准予延续",
                last=formats.day(window.last_on),
            )
    return _(
        "请在 %(last)s 前（含当日）申请；按时申请、到期（%(end)s）还没有决定的，视为准予延续",
        last=formats.day(window.last_on),
        end=formats.day(window.valid_to),
    )


def _action(terms: GuideTerms, certificate: OwnCertificate) -> PossibleAction:
    window = window_of(reading(), terms, certificate.valid_to, today=local_day(utc_now()))
    words = CERTIFICATE_ACTIONS[terms.starts_from.action] if terms.starts_from is not None else ""
    return PossibleAction(terms.code, terms.name, words, renewal_note(window), _is_late(window))


def _is_late(window: RenewalWindow | None) -> bool:
    return window is not None and window.time_on(local_day(utc_now())) is RenewalTime.LATE


def _choices(holder: Holder | None, type_code: str) -> Sequence[OwnCertificate]:
    """The holder's certificates of this type in force; none while the store does not answer."""
    if holder is None:
        return ()
    try:
        held = own_certificates(holder)
    except STORE_ERRORS:
        return ()
    return [one for one in held if one.type_code == type_code and one.standing == Standing.IN_FORCE]
