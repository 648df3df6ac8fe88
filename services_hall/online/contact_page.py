"""Proofs of a person's e-mail address and telephone, and the channels on which they want notices."""

import re
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services_hall.clock import utc_now
from services_hall.core import site_settings
from services_hall.database import reading
from services_hall.identity import Role, account_proofs
from services_hall.identity.email_addresses import read_email
from services_hall.identity.errors import ProofInvalid, TooManyProofs
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.online.account_page import account_page
from services_hall.use_cases.keep_channels import (
    ask_email_proof,
    ask_phone_proof,
    choose_channels,
    confirm_email,
    confirm_phone,
    remove_email,
)
from services_hall.web.access import PUBLIC, access, signed_in_actor
from services_hall.web.form_state import FormState

blueprint = Blueprint("contact_page", __name__)
OWNERS: Final = (Role.RESIDENT, Role.LEGAL_PERSON)
EMAIL, CODE, WANTED = "email", "code", "channels"
LONGEST_TOKEN: Final = 100
_NOT_A_DIGIT: Final = re.compile(r"[^0-9]")


@blueprint.post("/my/account/email")
@access(*OWNERS)
def email() -> ResponseReturnValue:
    """Sends the link that proves an address."""
    _require(site_settings().smtp_url)
    address = read_email(request.form.get(EMAIL, ""))
    if address is None:
        wrong = _("请输入完整的邮箱地址，例如 name@example.com。")
        return account_page(FormState(request.form, {EMAIL: wrong})), 422
    try:
        ask_email_proof(signed_in_actor(), address)
    except TooManyProofs:
        return account_page(FormState(request.form, {EMAIL: _too_many()})), 429
    flash(_("确认邮件已经发出，请在 24 小时内打开邮件里的链接。没有收到的，看看垃圾邮件。"))
    return _back()


@blueprint.post("/my/account/email/remove")
@access(*OWNERS)
def forget_email() -> ResponseReturnValue:
    """Forgets the address."""
    remove_email(signed_in_actor())
    flash(_("邮箱已经删除，以后不再发邮件。"))
    return _back()


@blueprint.post("/my/account/phone/code")
@access(*OWNERS)
def phone_code() -> ResponseReturnValue:
    """Sends the code that proves the telephone."""
    _require(site_settings().sms_url)
    try:
        ask_phone_proof(signed_in_actor())
    except TooManyProofs:
        return account_page(FormState({}, {CODE: _too_many()})), 429
    flash(_("验证码已经发出，10 分钟内有效。"))
    return _back()


@blueprint.post("/my/account/phone/proof")
@access(*OWNERS)
def phone_proof() -> ResponseReturnValue:
    """Takes the code."""
    try:
        confirm_phone(signed_in_actor(), _NOT_A_DIGIT.sub("", request.form.get(CODE, "")))
    except ProofInvalid:
        wrong = _("验证码不对，或者已经过期。输错 5 次的，请重新发送。")
        return account_page(FormState({}, {CODE: wrong})), 422
    flash(_("电话已经验证。"))
    return _back()


@blueprint.post("/my/account/channels")
@access(*OWNERS)
def channels() -> ResponseReturnValue:
    """Keeps where notices go."""
    wanted = request.form.getlist(WANTED)
    choose_channels(signed_in_actor(), wants_email="email" in wanted, wants_text="text" in wanted)
    flash(_("已保存。通知总在“我的通知”里，另外按您选的方式告诉您。"))
    return _back()


@blueprint.get("/proofs/<token>")
@access(PUBLIC)
def proof(token: str) -> ResponseReturnValue:
    """The page of the link in an e-mail; only its button confirms, since mail programs open links too."""
    try:
        account_proofs.proof_of_link(
            reading(), token[:LONGEST_TOKEN], ProofPurpose.VERIFY_EMAIL, now=utc_now()
        )
    except ProofInvalid:
        return render_template("online/proof.html", is_open=False), 404
    return render_template("online/proof.html", is_open=True, token=token)


@blueprint.post("/proofs/<token>")
@access(PUBLIC)
def confirm(token: str) -> ResponseReturnValue:
    """Confirms the address."""
    try:
        confirm_email(token[:LONGEST_TOKEN])
    except ProofInvalid:
        return render_template("online/proof.html", is_open=False), 404
    return render_template("online/proof.html", is_open=True, token="")


def _require(setting: str | None) -> None:
    """A site without the channel has no such page."""
    if not setting:
        abort(404)


def _too_many() -> str:
    return _("发送得太频繁了，请过一小时再试。")


def _back() -> ResponseReturnValue:
    return redirect(url_for("account_page.home", _anchor="notices-title"), 303)
