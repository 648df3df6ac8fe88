"""The answers of a filed application, with the labels of its guides."""

from services_hall.applications.answer_texts import answer_text, asked_places
from services_hall.applications.models import Application
from services_hall.applications.visible_answers import answers_in
from services_hall.database import reading


def filled_fields(application: Application) -> list[tuple[str, str]]:
    """The answers as (label, text); answers shared by several guides appear once."""
    terms_of = {item.id: item.edition.terms for item in application.items}
    places = asked_places(reading(), (one for terms in terms_of.values() for one in terms.form_fields))
    fields: dict[str, tuple[str, str]] = {}
    for case in application.cases:
        for form_field, key, value in answers_in(
            terms_of[case.application_item_id], case.item_code, application
        ):
            fields.setdefault(key, (form_field.label, answer_text(form_field, value, places)))
    return list(fields.values())
