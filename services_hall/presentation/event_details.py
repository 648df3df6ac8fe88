"""Words for the data of an event: what was corrected, before and after."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _


def change_lines(details: Mapping[str, Any] | None) -> list[str]:
    """One line for each replaced material and each corrected answer of an event."""
    if not details:
        return []
    lines = [_("补交：%(name)s", name=name) for name in details.get("materials", [])]
    for label, before, after in details.get("answers", []):
        lines.append(_("%(label)s：%(before)s → %(after)s", label=label, before=before, after=after))
    return lines
