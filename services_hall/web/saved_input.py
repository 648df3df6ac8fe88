"""Texts of a form that was sent after the session had ended: saved, and restored after the next sign-in."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final

from flask import g, request, url_for
from flask.typing import ResponseReturnValue

from services_hall.database import reading
from services_hall.identity import Actor, sessions
from services_hall.use_cases.save_input import drop_input, save_input
from services_hall.web import request_limits
from services_hall.web.access import WAY_BACK, keeps_input, session_token
from services_hall.web.csrf import csrf
from services_hall.web.form_state import EMPTY_FORM, FormState

View = Callable[..., ResponseReturnValue]
TOKEN: Final = "csrf_token"  # noqa: S105 - the name of a field


def keeps_text(page: str) -> Callable[[View], View]:
    """Lets the route of a form keep its texts; `page` is the endpoint that shows the form.

    Files cannot be kept: nobody is signed in to whom they would belong. The page says so.
    """

    def declare_on(view: View) -> View:
        @wraps(view)
        def view_that_forgets(**arguments: Any) -> ResponseReturnValue:
            answer = view(**arguments)
            if token := session_token():
                drop_input(token)
            return answer

        return keeps_input(partial(_save_texts, page))(view_that_forgets)

    return declare_on


def returned_form() -> FormState:
    """The form of this page with the texts that were saved for it, else the empty form."""
    token = session_token()
    values = sessions.saved_input(reading(), token, request.path) if token else {}
    return FormState(values, is_returned=True) if values else EMPTY_FORM


def _save_texts(page: str, _actor: Actor) -> None:
    """Saves the texts, after the checks that are skipped for a request without session."""
    request_limits.refuse_unreadable()
    csrf.protect()
    address = url_for(page, **(request.view_args or {}))
    texts = {name: text for name, text in request.form.items() if name != TOKEN}
    if token := session_token():
        save_input(token, address, texts)
    setattr(g, WAY_BACK, address)
