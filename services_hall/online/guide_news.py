"""Changes of guides as news: what changed, when, and where to read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.editions import feed_head, guide_events
from guides.enumerations import EventKind
from guides.models import GuideEvent
from guides.retold import label_again, words_again
from services_hall.presentation.languages import spoken

MOST_TOLD: Final = 3
LONGEST_TOLD: Final = 20


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
    head = feed_head(session)
    last = head if until is None else min(until, head)
    first = max(last - limit, 0)
    events = guide_events(session, after=first, limit=last - first) if last > first else []
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
    """What changed in the terms: the editor's own note first, then the elements."""
    if summary.get("first"):
        return _("首次公布")
    told = [_change(change) for change in summary.get("changes") or ()]
    if summary.get("change_note"):
        told.insert(0, summary["change_note"])
    if not told:
        return _("文字修订")
    return "；".join(told[:MOST_TOLD]) + (_("等") if len(told) > MOST_TOLD else "")


def _change(change: Mapping[str, str | None]) -> str:
    """One changed element: short texts before and after, or only its name."""
    label = spoken(label_again(change["element"] or "", change["label"] or ""))
    before, after = change.get("before"), change.get("after")
    if not before:
        return _("新增%(label)s", label=label)
    if not after:
        return _("取消%(label)s", label=label)
    if max(len(before), len(after)) <= LONGEST_TOLD:
        return f"{label} {spoken(words_again(before))} → {spoken(words_again(after))}"
    return _("修改%(label)s", label=label)


def _address(event: GuideEvent) -> str | None:
    if event.item_code:
        return url_for("browsing.guide", code=event.item_code)
    if event.bundle_code:
        return url_for("browsing.bundle", code=event.bundle_code)
    return None
