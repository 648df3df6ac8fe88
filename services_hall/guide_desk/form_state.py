"""What somebody tried at the desk and what hindered it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask_babel import gettext as _

TextErrors: TypeAlias = Sequence[tuple[int | None, str, str]]
"""What is wrong with a text: line, path and words."""


@dataclass(frozen=True)
class FormState:
    """What was tried and what hindered it, so that the page keeps everything typed."""

    raw: Mapping[str, Any] | None = None
    text: str | None = None
    change_note: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    text_errors: TextErrors = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    new_row: str = ""
    is_unsaved: bool = False
    hindrance: str = ""

    def text_summary(self) -> dict[str, str]:
        """What is wrong with the text, for the summary at the top of the page."""
        if not self.text_errors:
            return {}
        return {"text": "；".join(error_line(line, words) for line, _path, words in self.text_errors[:3])}


def error_line(line: int | None, words: str) -> str:
    return words if line is None else _("第 %(line)s 行：%(words)s", line=line, words=words)
