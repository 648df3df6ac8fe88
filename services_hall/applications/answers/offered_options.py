"""The options of a form that are for the kind of applicant: person, organisation, sole trader (pure)."""

from dataclasses import replace

from guides.bundles import AskedField, BundleSelection
from guides.enumerations import Audience
from guides.terms import FormField


def offered_to(form_field: FormField, kind: Audience) -> FormField:
    """The field without the options that are for other kinds of applicants; most fields stay as they are."""
    if not any(option.audience for option in form_field.options):
        return form_field
    offered = tuple(one for one in form_field.options if not one.audience or kind in one.audience)
    return replace(form_field, options=offered)


def only_option(form_field: FormField, kind: Audience) -> str | None:
    """The value that follows from who applies; None where several are left, or all are for everybody."""
    offered = offered_to(form_field, kind)
    is_settled = len(offered.options) == 1 and offered is not form_field
    return offered.options[0].value if is_settled else None


def with_offered_options(selection: BundleSelection, kind: Audience) -> BundleSelection:
    """The selection with the options that are for this kind of applicant."""
    return replace(selection, form_fields=tuple(_narrowed(one, kind) for one in selection.form_fields))


def _narrowed(asked: AskedField, kind: Audience) -> AskedField:
    offered = offered_to(asked.field, kind)
    return asked if offered is asked.field else replace(asked, field=offered)
