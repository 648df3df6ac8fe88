"""Texts of e-mails and text messages: they name nobody and no item, and say where to look."""

from typing import Final

from flask import current_app
from flask_babel import gettext as _

from services_hall.core import published_settings, site_settings
from services_hall.identity.proof_purposes import ProofPurpose
from services_hall.notices.enumerations import NoticeSubject
from services_hall.notices.messages import MessageTexts, OutgoingText
from services_hall.notices.models import Notice
from services_hall.presentation import languages
from services_hall.presentation.formats import day
from services_hall.presentation.notice_words import DATED, TO_DO, TOPICS, notice_day

TAIL: Final = 4
"""The last characters of a number by which its owner knows it again."""


def notice_text(notice: Notice) -> OutgoingText:
    """The message of a notice."""
    _prepare()
    tail, settings = notice.subject[-TAIL:], site_settings()
    if notice.account_id is None:
        progress = f"{settings.base_url}/progress"
        news = _(
            "您在窗口交的申请有新进展（编号尾号 %(tail)s），凭编号查进度：%(link)s", tail=tail, link=progress
        )
    elif notice.subject_kind is NoticeSubject.CERTIFICATE:
        news = _("您的一本证照快到期了，请登录查看（编号尾号 %(tail)s）", tail=tail)
    elif notice.subject_kind is NoticeSubject.DRAFT:
        news = _("有一份共同申请和您有关，请登录查看")
    elif notice.subject_kind is NoticeSubject.MANDATE:
        news = _("授权与代办有变化，请登录查看")
    else:
        news = _("您的申请有新进展，请登录查看（编号尾号 %(tail)s）", tail=tail)
    lines = [
        f"{TOPICS[notice.topic]}。",
        *([_("最迟 %(day)s。", day=day(notice.until))] if notice.until and notice.topic in TO_DO else []),
        *([f"{notice_day(notice)}。"] if notice.topic in DATED else []),
        _("登录后查看：%(link)s", link=f"{settings.base_url}/my/notices/{notice.id}"),
    ]
    return _text(news, lines)


def proof_text(purpose: ProofPurpose, secret: str) -> OutgoingText:
    """The message with a link or a code."""
    _prepare()
    base = site_settings().base_url
    match purpose:
        case ProofPurpose.VERIFY_EMAIL:
            subject = _("请确认您的电子邮箱")
            link = _("打开这个链接确认，24 小时内有效：%(link)s", link=f"{base}/proofs/{secret}")
        case ProofPurpose.RECOVER:
            subject = _("重新设置密码")
            link = _(
                "打开这个链接设置新密码，1 小时内有效，只能用一次：%(link)s", link=f"{base}/recover/{secret}"
            )
        case ProofPurpose.VERIFY_PHONE:
            subject = _("验证码 %(code)s，10 分钟内有效，不要告诉别人", code=secret)
            link = ""
    return _text(subject, [link, _("如果不是您本人操作，不用理会这封邮件。")])


def _text(subject: str, lines: list[str]) -> OutgoingText:
    name = published_settings().current().site_name
    ending = _("这是系统自动发出的，请不要回复。")
    return OutgoingText(subject, "\n\n".join([*lines, f"{name}\n{ending}"]), f"【{name}】{subject}")


def _prepare() -> None:
    """The worker's application has no page templates, so no languages either."""
    if "babel" not in current_app.extensions:
        languages.init_app(current_app)


TEXTS: Final = MessageTexts(notice_text, proof_text)
"""The words of all messages."""
