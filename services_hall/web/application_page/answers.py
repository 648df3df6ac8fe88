"""The answers of a filed application, with the labels of its guides."""

from services_hall.applications.models import Application
from services_hall.applications.visible_answers import answers_in


def filled_fields(application: Application) -> list[tuple[str, str]]:
    """The answers as (label, text); answers shared by several guides appear once."""
    terms_of = {item.id: item.edition.terms for item in application.items}
    fields: dict[str, tuple[str, str]] = {}
    for case in application.cases:
        for form_field, key, value in answers_in(
            terms_of[case.application_item_id], case.item_code, application
        ):
            options = {option.value: option.label for option in form_field.options}
            fields.setdefault(key, (form_field.label, options.get(value, str(value))))
    return list(fields.values())
