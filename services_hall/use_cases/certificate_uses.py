"""Uses of a person's certificates, grouped for reading: one line for each occasion, not for each query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from certificate_store.lifecycle import UseOutcome
from certificate_store.models import Use
from services_hall.clock import local_day


@dataclass
class UseOccasion:
    """The queries of one day by one account for one purpose: last instant, certificate types, number."""

    at: datetime
    by: str
    purpose: str
    request: str
    case_reference: str
    outcome: UseOutcome
    certificates: list[str]
    times: int


def group_uses(uses: Iterable[Use], names: Mapping[str, str]) -> list[UseOccasion]:
    """The uses, newest first, grouped by occasion; `names` is certificate type code → name."""
    occasions: dict[tuple[date, str, str, str, str, str], UseOccasion] = {}
    for use in uses:
        name = use.certificate.type.name if use.certificate is not None else names.get(use.what, use.what)
        key = (local_day(use.at), use.by, use.purpose, use.request, use.case_reference, use.outcome)
        known = occasions.setdefault(
            key, UseOccasion(use.at, use.by, use.purpose, use.request, use.case_reference, use.outcome, [], 0)
        )
        known.times += 1
        if name not in known.certificates:
            known.certificates.append(name)
    return list(occasions.values())
