"""State of a submitted form that is shown again: input, errors by field, reason for a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from services_hall.presentation import forms


@dataclass(frozen=True)
class FormState:
    """Input and messages of errors by field name; `refusal` is the reason why the action was refused.

    A form `is_returned` with the texts that were sent when the sign-in had ended, without its files.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""
    is_returned: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether the form was refused, so that the title of its page starts with 错误."""
        return bool(self.errors or self.refusal)

    @property
    def summary(self) -> forms.Params | None:
        """The parameters of the summary above the form; None without errors."""
        return forms.error_summary(self.errors)


EMPTY_FORM: Final = FormState()
"""The form before anything was submitted."""
