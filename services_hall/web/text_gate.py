"""Reading of all texts from forms and URLs before a route sees them; unusable ones are never stored.

A route reads `request.form` as usual. A text that cannot be kept stays in the form, so that it is shown
again; but no transaction opens while such a text is in the request: the error names the fields.
"""

from functools import cached_property
from typing import Final

from flask import Flask, Request, has_request_context, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from certificate_store.text_input.reader import TextInvalid, drop_hidden, read_typed
from guides.errors import FieldProblem
from services_hall import database
from services_hall.applications.action_faults import text_problem
from services_hall.applications.errors import TextsRefused

SECRETS: Final = frozenset({"old_password", "password", "password_again"})
"""Fields whose text is compared to the letter and never shown."""


class ReadingRequest(Request):
    """A request whose form and address hold texts as they are kept."""

    refused_texts: dict[str, FieldProblem]
    """The problem of every field of the form whose text cannot be kept."""

    def _load_form_data(self) -> None:
        """Parse the form and read its texts; whichever part of the request is used first calls this."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.refused_texts = {}
        self.__dict__["form"] = self._read(self.__dict__["form"])

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the address, without hidden characters."""
        return ImmutableMultiDict((name, drop_hidden(text)) for name, text in super().args.items(multi=True))

    def _read(self, sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
        texts: list[tuple[str, str]] = []
        for name, text in sent.items(multi=True):
            try:
                texts.append((name, text if name in SECRETS else read_typed(text)))
            except TextInvalid as refused:
                self.refused_texts[name] = text_problem(refused)
                texts.append((name, text))
        return ImmutableMultiDict(texts)


def init_app(app: Flask) -> None:
    """Reads the texts of every request; refuses to write while one of them cannot be kept."""
    app.request_class = ReadingRequest
    database.before_writing(app, refuse_texts)


def refuse_texts() -> None:
    """Raises TextsRefused if the form of the request has a text that cannot be kept."""
    if not has_request_context() or request.method != "POST" or not request.form:
        return
    if problems := getattr(request, "refused_texts", None):
        raise TextsRefused(problems)
