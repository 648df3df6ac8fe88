"""The page of one account, and what an administrator does with it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.administration.accounts import post_fields, post_words
from services_hall.administration.blueprint import blueprint
from services_hall.administration.place_lists import agency_choices, division_choices
from services_hall.clock import utc_now
from services_hall.database import reading
from services_hall.identity import Actor, Role, sessions
from services_hall.identity.account_changes import ACCOUNT
from services_hall.identity.accounts import account_by_public_id
from services_hall.identity.errors import AccountRefused
from services_hall.identity.posts import place_names
from services_hall.presentation.messages import message, messages_by_field
from services_hall.use_cases import administer_accounts
from services_hall.web.access import access, signed_in_actor
from services_hall.web.form_state import EMPTY_FORM, FormState


@blueprint.get("/accounts/<public_id>")
@access(Role.ADMINISTRATOR)
def account(public_id: str) -> ResponseReturnValue:
    """The roles and the state of an account."""
    return _page(public_id, EMPTY_FORM)


@blueprint.post("/accounts/<public_id>/roles")
@access(Role.ADMINISTRATOR)
def add_role(public_id: str) -> ResponseReturnValue:
    """Gives the account a role."""
    try:
        administer_accounts.add_role(signed_in_actor(), public_id, post_words())
    except AccountRefused as refused:
        return _page(public_id, FormState(request.form, messages_by_field(refused.problems))), 422
    flash(_("角色已经加上，马上生效。"))
    return redirect(url_for(".account", public_id=public_id), 303)


@blueprint.post("/accounts/<public_id>/roles/<int:post_id>/end")
@access(Role.ADMINISTRATOR)
def remove_role(public_id: str, post_id: int) -> ResponseReturnValue:
    """Takes a role from the account."""
    return _change(
        public_id,
        lambda actor: administer_accounts.remove_role(actor, public_id, post_id),
        _("角色已经取消，马上生效。"),
    )


@blueprint.post("/accounts/<public_id>/reset")
@access(Role.ADMINISTRATOR)
def reset_password(public_id: str) -> ResponseReturnValue:
    """Gives the account a one-time password and shows it, once."""
    try:
        made = administer_accounts.reset_password(signed_in_actor(), public_id)
    except AccountRefused as refused:
        return _page(public_id, FormState(refusal=message(refused.problems[ACCOUNT]))), 422
    username = account_by_public_id(reading(), public_id).username
    return render_template("administration/password.html", made=made, username=username, is_new=False)


@blueprint.post("/accounts/<public_id>/sign-outs")
@access(Role.ADMINISTRATOR)
def end_sign_ins(public_id: str) -> ResponseReturnValue:
    """Ends every sign-in of the account."""
    return _change(
        public_id,
        lambda actor: administer_accounts.end_sign_ins(actor, public_id),
        _("这个账号的登录都已退出。"),
    )


@blueprint.post("/accounts/<public_id>/close")
@access(Role.ADMINISTRATOR)
def close_account(public_id: str) -> ResponseReturnValue:
    """Closes the account."""
    return _change(
        public_id, lambda actor: administer_accounts.close_account(actor, public_id), _("账号已经停用。")
    )


@blueprint.post("/accounts/<public_id>/reopening")
@access(Role.ADMINISTRATOR)
def reopen_account(public_id: str) -> ResponseReturnValue:
    """Opens a closed account again."""
    return _change(
        public_id, lambda actor: administer_accounts.reopen_account(actor, public_id), _("账号已经重新启用。")
    )


def _change(public_id: str, change: Callable[[Actor], None], done: str) -> ResponseReturnValue:
    try:
        change(signed_in_actor())
    except AccountRefused as refused:
        return _page(public_id, FormState(refusal=message(refused.problems[ACCOUNT]))), 422
    flash(done)
    return redirect(url_for(".account", public_id=public_id), 303)


def _page(public_id: str, state: FormState) -> str:
    session = reading()
    found = account_by_public_id(session, public_id)
    return render_template(
        "administration/account.html",
        account=found,
        place_names=place_names(session, found.posts),
        sign_ins=len(sessions.open_sessions(session, found.id, now=utc_now())),
        post_fields=post_fields(state),
        form_state=state,
        agencies=agency_choices(session),
        divisions=division_choices(session),
    )
