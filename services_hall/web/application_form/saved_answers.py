"""Response to a page of the form whose answers were merged with those of another page."""

from collections.abc import Collection, Mapping
from typing import Final

from flask import flash, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.applications.answers import FIELD
from services_hall.clock import utc_now
from services_hall.presentation.formats import moment
from services_hall.presentation.messages import value_text
from services_hall.use_cases.open_draft import OpenDraft
from services_hall.use_cases.save_answers import SavedAnswers

AUTOSAVE: Final = "autosave"
"""The field of a form that the page sends by itself while it stays open."""


def autosaved(saved: SavedAnswers) -> ResponseReturnValue:
    """The state for the open page: when it was saved, whether another page changed the same field."""
    if saved.merged.conflicts:
        words = _("另一个页面也改了这份申请。按“保存，下一步”，看改了什么、用哪个。")
    else:
        words = _("已自动保存 %(at)s", at=moment(utc_now()))
    return jsonify(
        state="conflict" if saved.merged.conflicts else "saved", words=words, versions=saved.versions
    )


def tell_taken(current: OpenDraft, saved: SavedAnswers) -> None:
    """Says which fields another page changed that this one had left as they were."""
    if saved.merged.taken:
        flash(
            _(
                "另一个页面改过这些，已经合到这里：%(fields)s。",
                fields=_("、").join(_labels(current, saved.merged.taken)),
            )
        )


def tell_licensed(current: OpenDraft, typed: Mapping[str, str]) -> None:
    """Says which fields now stand as on the applicant's licence, where something else was typed."""
    changed = [key for key, value in current.licensed.items() if typed.get(key) not in (None, "", value)]
    if changed:
        fields = _("、").join(_labels(current, changed))
        flash(_("已按证照库里的营业执照改成：%(fields)s。", fields=fields))


def conflict_errors(saved: SavedAnswers) -> dict[str, str]:
    """An error for each field that two pages changed."""
    words = _("另一个页面也改了这一项。请选用哪一个。")
    return {FIELD + key: words for key in saved.merged.conflicts}


def _labels(current: OpenDraft, keys: Collection[str]) -> list[str]:
    return [value_text(one.field.label) for one in current.selection.form_fields if one.key in keys]
