"""State of the forms of an edition that are shown again: terms, text, added rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _

from services_hall.web.form_state import FormState

LINES_IN_SUMMARY: Final = 3


@dataclass(frozen=True)
class TextProblem:
    """An error in a text: the line, counted from 1, the path of the element, and the message."""

    line: int | None
    path: str
    message: str

    def __str__(self) -> str:
        if self.line is None:
            return self.message
        return _("第 %(line)s 行：%(words)s", line=self.line, words=self.message)


@dataclass(frozen=True)
class EditionFormState(FormState):
    """The content of a submitted form, so that the page does not lose any input.

    `raw` are the terms from the guide's form, `text` is the whole text, `values` are the fields of the
    approver's forms. `new_row` is the path of an added row.
    """

    raw: Mapping[str, Any] | None = None
    text: str | None = None
    change_note: str | None = None
    text_problems: Sequence[TextProblem] = ()
    new_row: str = ""
    is_unsaved: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether the form or the text was refused."""
        return super().is_failed or bool(self.text_problems)

    def text_summary(self) -> dict[str, str]:
        """The errors in the text, for the summary at the top of the page."""
        if not self.text_problems:
            return {}
        return {"text": "；".join(map(str, self.text_problems[:LINES_IN_SUMMARY]))}
