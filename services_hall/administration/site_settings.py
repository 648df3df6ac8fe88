"""The page on which an administrator writes what the site publishes of itself."""

from collections.abc import Mapping
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from guides.terms import FormField
from services_hall.administration.blueprint import blueprint
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.presentation import forms, languages
from services_hall.published_settings import PUBLISHED_NAMES, SITE_NAME, SiteSetting
from services_hall.settings import LONGEST_PUBLISHED
from services_hall.use_cases.keep_site_settings import SettingsTooLong, keep_site_settings
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState

LABELS: Final = {
    "site_name": _l("网站名称"),
    "place": _l("地方"),
    "organiser": _l("主办单位"),
    "contact_phone": _l("网站联系电话"),
    "contact_address": _l("地址"),
    "accessibility_contact": _l("无障碍联系方式"),
    "site_code": _l("网站标识码"),
    "icp_record": _l("ICP 备案号"),
    "police_record": _l("公安备案号"),
}
HINTS: Final = {
    "site_name": _l("每个页面的上方、文书和通知里都用。"),
    "place": _l("每个页面第一行的地名。不填就用行政区划表里的市。"),
    "accessibility_contact": _l("网页用不了的人找谁：电话或者地址，写在无障碍说明里。"),
}


@blueprint.get("/settings")
@access(Role.ADMINISTRATOR)
def settings() -> ResponseReturnValue:
    """What the site publishes of itself."""
    rows = reading().scalars(select(SiteSetting))
    return _page(EMPTY_FORM, {row.name: row.value for row in rows})


@blueprint.post("/settings")
@access(Role.ADMINISTRATOR)
def change_settings() -> ResponseReturnValue:
    """Writes the settings."""
    texts = {name: request.form.get(name, "").strip() for name in PUBLISHED_NAMES}
    try:
        has_changed = keep_site_settings(signed_in_actor(), texts)
    except SettingsTooLong as refused:
        errors = {name: _("最多 %(most)s 个字。", most=LONGEST_PUBLISHED) for name in refused.names}
        return _page(FormState(request.form, errors), texts), 422
    flash(_("已经保存，一秒之内所有页面都用新的内容。") if has_changed else _("没有改动。"))
    return redirect(url_for(".settings"), 303)


def _page(state: FormState, written: Mapping[str, str]) -> str:
    fields = [
        forms.form_field(_definition(name), value=written.get(name), error=state.errors.get(name))
        for name in LABELS
    ]
    for field in fields:
        field.params["autocomplete"] = forms.NO_AUTOFILL
    return render_template("administration/settings.html", fields=fields, form_state=state)


def _definition(name: str) -> FormField:
    environment = site_settings()
    default = (
        languages.site_name(environment.site_name)
        if name == SITE_NAME
        else getattr(environment.publisher, name)
    )
    parts = [str(HINTS[name])] if name in HINTS else []
    if default:
        parts.append(_("不填就是：%(default)s", default=default))
    return FormField(
        key=name,
        label=str(LABELS[name]),
        hint=" ".join(parts),
        required=False,
        max_length=LONGEST_PUBLISHED,
    )
