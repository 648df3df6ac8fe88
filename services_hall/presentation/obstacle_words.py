"""Words for what stands against an action on a case now: why, and until when."""

from flask_babel import gettext as _

from services_hall.applications.errors import ActionInvalid, ApplicationsError, ProcedureRuns
from services_hall.presentation.error_messages import form_message
from services_hall.presentation.messages import messages_by_field


def obstacle_words(error: ApplicationsError) -> str:
    """The sentence of the error, with the last day on which it stands where the error knows it."""
    if isinstance(error, ActionInvalid):
        return " ".join(str(text) for text in messages_by_field(error.errors).values())
    _status, sentence = form_message(error)
    until = getattr(error, "until", None)
    if until is None:
        return sentence
    if isinstance(error, ProcedureRuns):
        return sentence + _("预计 %(day)s 结束。", day=until.isoformat())
    return sentence + _("到 %(day)s 为止（含当日）。", day=until.isoformat())
