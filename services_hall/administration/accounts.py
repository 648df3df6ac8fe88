"""The list of accounts of staff, and the form for a new one."""

from dataclasses import dataclass
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from guides.enumerations import FieldType
from guides.terms import FieldOption, FormField
from services_hall.administration.blueprint import blueprint
from services_hall.administration.place_lists import agency_choices, division_choices
from services_hall.database import reading
from services_hall.identity import Role
from services_hall.identity.account_changes import NAME, PHONE, USERNAME, NewStaff
from services_hall.identity.account_list import PEOPLE, AccountFilter, accounts_page
from services_hall.identity.errors import AccountRefused
from services_hall.identity.posts import AGENCY, DIVISION, ROLE, place_names
from services_hall.presentation import forms
from services_hall.presentation.messages import messages_by_field
from services_hall.presentation.role_names import role_name
from services_hall.use_cases.administer_accounts import PostWords, add_account
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState
from services_hall.web.pagination import page_by_id

PAGE: Final = 50
LONGEST_NAME: Final = 100
LONGEST_PLACE: Final = 200
CLOSED: Final = "closed"
ROLES: Final = tuple(role for role in Role if role in PEOPLE)
"""The roles of staff, in the order of the table of roles."""


@dataclass(frozen=True)
class AccountQuery:
    """What stands in the address of the list."""

    q: str
    role: str
    agency: str
    division: str
    state: str

    @property
    def address(self) -> dict[str, str]:
        """The parts that narrow the list, for links."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def filter(self) -> AccountFilter:
        """The same for the query."""
        role = Role(self.role) if self.role in PEOPLE else None
        return AccountFilter(self.q, role, self.agency, self.division, self.state == CLOSED)


@blueprint.get("/accounts/")
@access(Role.ADMINISTRATOR)
def accounts() -> ResponseReturnValue:
    """Accounts of staff by role, body and words, in pages."""
    names = ("q", "role", "agency", "division", "state")
    query = AccountQuery(*(request.args.get(name, "").strip()[:LONGEST_PLACE] for name in names))
    session = reading()
    page = page_by_id(
        lambda after, limit: accounts_page(session, query.filter, after=after or 0, limit=limit), size=PAGE
    )
    return render_template(
        "administration/accounts.html",
        page=page,
        query=query,
        roles=ROLES,
        agencies=agency_choices(session),
        divisions=division_choices(session),
        place_names=place_names(session, [post for account in page.rows for post in account.posts]),
    )


@blueprint.get("/accounts/new")
@access(Role.ADMINISTRATOR)
def new_account() -> ResponseReturnValue:
    """The form for a new account."""
    return _new_page(EMPTY_FORM)


@blueprint.post("/accounts/new")
@access(Role.ADMINISTRATOR)
def create_account() -> ResponseReturnValue:
    """Adds an account and shows its one-time password, once."""
    texts = {name: request.form.get(name, "").strip() for name in (USERNAME, NAME, PHONE)}
    try:
        made = add_account(signed_in_actor(), NewStaff(**texts), post_words())
    except AccountRefused as refused:
        return _new_page(FormState(request.form, messages_by_field(refused.problems))), 422
    return render_template(
        "administration/password.html", made=made, username=texts[USERNAME], is_new=True
    ), 201


def post_words() -> PostWords:
    """The role and its place in the form."""
    return PostWords(*(request.form.get(name, "").strip() for name in (ROLE, AGENCY, DIVISION)))


def _new_page(state: FormState) -> str:
    definitions = (
        FormField(key=NAME, label=_("姓名"), max_length=LONGEST_NAME),
        FormField(
            key=USERNAME,
            label=_("用户名"),
            hint=_("登录时用，以后不能改。英文字母、数字、点、横线或下划线。"),
            max_length=64,
        ),
        FormField(key=PHONE, label=_("工作电话"), type=FieldType.PHONE, required=False),
    )
    fields = [
        forms.form_field(one, value=state.values.get(one.key), error=state.errors.get(one.key))
        for one in definitions
    ]
    for field in fields:
        field.params["autocomplete"] = forms.NO_AUTOFILL
    return render_template(
        "administration/new_account.html",
        fields=fields,
        post_fields=post_fields(state),
        form_state=state,
        agencies=agency_choices(reading()),
        divisions=division_choices(reading()),
    )


def post_fields(state: FormState) -> list[forms.Field]:
    """The fields of a role and its place; the places are offered in lists of the page."""
    options = tuple(FieldOption(value=role, label=role_name(role)) for role in ROLES)
    role = FormField(key=ROLE, label=_("角色"), type=FieldType.CHOICE, options=options)
    agency = FormField(
        key=AGENCY,
        label=_("部门"),
        hint=_("经办人、负责人和证照管理员要填：名称或者统一社会信用代码。"),
        required=False,
        max_length=LONGEST_PLACE,
    )
    division = FormField(
        key=DIVISION,
        label=_("行政区划"),
        hint=_("窗口人员要填：名称或者 12 位代码。其他的不填就是部门的全部地方。"),
        required=False,
        max_length=LONGEST_PLACE,
    )
    fields = [
        forms.form_field(
            one, value=state.values.get(one.key), error=state.errors.get(one.key), as_list=one is role
        )
        for one in (role, agency, division)
    ]
    for field, choices in zip(fields[1:], ("agency-choices", "division-choices"), strict=True):
        field.params["attributes"] |= {"list": choices}
        field.params["autocomplete"] = forms.NO_AUTOFILL
    return fields
