"""News about changes of guides: what changed, when, and a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from guides.editions import Difference, feed_head, guide_events
from guides.enumerations import EventKind
from guides.models import GuideEvent
from services_hall.presentation.differences import difference_text

MOST_LISTED: Final = 3
LONGEST_QUOTE: Final = 20


@dataclass(frozen=True)
class News:
    """A change in words for readers."""

    seq: int
    name: str
    what: str
    at: datetime
    href: str | None


def latest_news(session: Session, *, until: int | None = None, limit: int) -> list[News]:
    """At most `limit` changes up to number `until` (default: all), newest first."""
    head = feed_head(session)
    last = head if until is None else min(until, head)
    first = max(last - limit, 0)
    events = guide_events(session, after=first, limit=last - first) if last > first else []
    return [event_news(event) for event in reversed(events)]


def event_news(event: GuideEvent) -> News:
    """The news for an event."""
    return News(
        seq=event.seq,
        name=event.summary.get("name") or event.item_code or event.bundle_code or _("办理点"),
        what=what_changed(event),
        at=event.at,
        href=_address(event),
    )


def what_changed(event: GuideEvent) -> str:
    """One line: the kind of change, and the changed terms."""
    match event.kind:
        case EventKind.GUIDE_PUBLISHED | EventKind.BUNDLE_PUBLISHED:
            return _("第 %(number)s 版：%(words)s", number=event.edition_number, words=_terms(event.summary))
        case EventKind.GUIDE_ANNOUNCED | EventKind.BUNDLE_ANNOUNCED:
            day = event.summary.get("effective_on", "")
            words = _("第 %(number)s 版将从 %(day)s 起施行", number=event.edition_number, day=day)
            return f"{words}：{_terms(event.summary)}"
        case EventKind.GUIDE_WITHDRAWN | EventKind.BUNDLE_WITHDRAWN:
            return _withdrawal(event)
        case EventKind.IMPLEMENTATION_CHANGED:
            return _("办理部门有变化")
        case _:
            return _("办理点有变化")


def _withdrawal(event: GuideEvent) -> str:
    """An edition in force that ends, or an announcement that is taken back."""
    if not event.summary.get("was_announced"):
        return _("不再办理")
    in_force = event.summary.get("in_force")
    if in_force is None:
        return _("第 %(number)s 版的预告已取消", number=event.edition_number)
    return _("第 %(number)s 版的预告已取消，仍按第 %(now)s 版办理", number=event.edition_number, now=in_force)


def _terms(summary: Mapping[str, Any]) -> str:
    """The changed terms, of which only the first elements are listed."""
    if summary["first"]:
        return _("首次公布")
    changes = summary["changes"]
    if not changes:
        return _("文字修订")
    lines = [_change(Difference.from_json(change)) for change in changes[:MOST_LISTED]]
    return "；".join(lines) + (_("等") if len(changes) > MOST_LISTED else "")


def _change(difference: Difference) -> str:
    """One difference in a line: short texts before and after, or only the name of the element."""
    text = difference_text(difference)
    if text.before is None:
        return _("新增%(label)s", label=text.label)
    if text.after is None:
        return _("取消%(label)s", label=text.label)
    if max(len(text.before), len(text.after)) <= LONGEST_QUOTE:
        return f"{text.label} {text.before} → {text.after}"
    return _("修改%(label)s", label=text.label)


def _address(event: GuideEvent) -> str | None:
    if event.item_code:
        return url_for("public_pages.guide", code=event.item_code)
    if event.bundle_code:
        return url_for("public_pages.bundle", code=event.bundle_code)
    return None
