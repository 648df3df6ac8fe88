"""Changes of guides as news: what changed, when, and where to read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides import feed
from guides.models import EventKind, GuideEvent
from services_hall.web.wording import period

MOST_TOLD: Final = 3


@dataclass(frozen=True)
class News:
    """One change, as people read it."""

    seq: int
    name: str
    what: str
    at: datetime
    href: str | None


def latest(session: Session, *, until: int | None = None, limit: int) -> tuple[list[News], int | None]:
    """The `limit` changes up to number `until` (default: all), newest first, and where older ones go on."""
    head = feed.head(session)
    last = head if until is None else min(until, head)
    first = max(last - limit, 0)
    events = feed.changes(session, after=first, limit=last - first) if last > first else []
    return [told(event) for event in reversed(events)], first or None


def told(event: GuideEvent) -> News:
    """An event in words."""
    return News(
        seq=event.seq,
        name=event.summary.get("name") or event.item_code or event.bundle_code or _("办理点"),
        what=what_changed(event),
        at=event.at,
        href=_address(event),
    )


def what_changed(event: GuideEvent) -> str:
    """One line: what kind of change, and what of the terms it touched."""
    match event.kind:
        case EventKind.GUIDE_PUBLISHED | EventKind.BUNDLE_PUBLISHED:
            return _("第 %(number)s 版：%(words)s", number=event.edition_number, words=_terms(event.summary))
        case EventKind.GUIDE_ANNOUNCED | EventKind.BUNDLE_ANNOUNCED:
            day = event.summary.get("effective_on", "")
            words = _("第 %(number)s 版将从 %(day)s 起施行", number=event.edition_number, day=day)
            return f"{words}：{_terms(event.summary)}"
        case EventKind.GUIDE_WITHDRAWN | EventKind.BUNDLE_WITHDRAWN:
            return _("不再办理")
        case EventKind.IMPLEMENTATION_CHANGED:
            return _("办理部门有变化")
        case _:
            return _("办理点有变化")


def _terms(summary: Mapping[str, Any]) -> str:
    """What changed in the terms: shorter limits and fewer papers first, then the names of the rest."""
    if summary.get("first"):
        return _("首次公布")
    told = [*_limits(summary.get("burden") or {}), *_entries(summary.get("changes") or ())]
    if summary.get("change_note"):
        told.insert(0, summary["change_note"])
    if not told:
        return _("文字修订")
    return "；".join(told[:MOST_TOLD]) + (_("等") if len(told) > MOST_TOLD else "")


def _limits(burden: Mapping[str, Any]) -> list[str]:
    promised = burden.get("promised") or {}
    unit = burden.get("promised_unit")
    before, after = promised.get("before"), promised.get("after")
    if before is None or before == after or unit != burden.get("promised_unit_before"):
        return []
    return [_("承诺时限 %(before)s → %(after)s", before=before, after=period({"days": after, "unit": unit}))]


def _entries(changes: Iterable[Mapping[str, str]]) -> list[str]:
    words = {"added": _("新增"), "removed": _("取消"), "changed": _("修改")}
    return [
        f"{words[change['kind']]}{change['label']}"
        for change in changes
        if change["element"] != "limits.promised"
    ]


def _address(event: GuideEvent) -> str | None:
    if event.item_code:
        return url_for("browsing.guide", code=event.item_code)
    if event.bundle_code:
        return url_for("browsing.bundle", code=event.bundle_code)
    return None
