"""Wording of the actions that can start from a certificate, and of the day by which to apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from guides.vocabulary import CERTIFICATE_ACTIONS
from services_hall.applications.clocks.renewal_times import RenewalTime
from services_hall.presentation import formats
from services_hall.use_cases.read_certificate_actions import (
    ApplicationSource,
    PossibleApplication,
    RenewalDays,
)


@dataclass(frozen=True)
class ActionLink:
    """A link to an application that starts from a certificate; `note` says by when, if a day matters."""

    code: str
    name: str
    words: str
    note: str
    is_late: bool


def action_links(actions: Mapping[str, Sequence[PossibleApplication]]) -> dict[str, list[ActionLink]]:
    """The links for each certificate, by identifier."""
    return {identifier: [_link(action) for action in rows] for identifier, rows in actions.items()}


def source_values(source: ApplicationSource | None) -> dict[str, Any]:
    """Template values about the certificate from which an application starts, or those to choose from."""
    if source is None:
        return {"source": None, "source_choices": None}
    if source.certificate is None:
        return {"source": None, "source_choices": source.choices}
    return {
        "source": source.certificate,
        "source_choices": None,
        "renewal_note": renewal_note(source.renewal),
        "is_late": _is_late(source.renewal),
        "late_words": source.late_note,
    }


def renewal_note(renewal: RenewalDays | None) -> str:
    """By which day a renewal is applied for, seen from today; an empty text where no day matters."""
    if renewal is None:
        return ""
    window = renewal.window
    match renewal.time:
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


def _link(action: PossibleApplication) -> ActionLink:
    words = CERTIFICATE_ACTIONS[action.kind] if action.kind is not None else ""
    return ActionLink(action.code, action.name, words, renewal_note(action.renewal), _is_late(action.renewal))


def _is_late(renewal: RenewalDays | None) -> bool:
    return renewal is not None and renewal.time is RenewalTime.LATE
