"""Days of a form, as a browser sends them or a person types them."""

from datetime import date

from flask import request

from services_hall.applications.answers.field_values import read_day


def day_in(text: str) -> date | None:
    """The day of a text, read like a date of an application; None for an empty text or no day."""
    return read_day(text)


def day_of(name: str) -> date | None:
    """The day in a field of the submitted form; None as above."""
    return read_day(request.form.get(name, ""))
