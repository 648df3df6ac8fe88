"""Labels of codes in the reader's language, from the vocabulary of the guides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from flask_babel import gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from certificate_store.lifecycle import Standing
from guides import scenario, vocabulary
from guides.enumerations import ResultForm
from guides.terms import Option, Question, Result
from guides.vocabulary import Labels

STANDINGS: Final[Mapping[Standing, LazyString]] = {
    Standing.IN_FORCE: _l("有效"),
    Standing.NOT_YET: _l("还没有到生效日期"),
    Standing.SUSPENDED: _l("暂停使用"),
    Standing.EXPIRED: _l("已过期"),
    Standing.CANCELLED: _l("已注销"),
    Standing.SUPERSEDED: _l("已换发新版本"),
}


def code_label(labels: Labels, code: str) -> str:
    """The label of a code; the code itself if the table does not contain it."""
    return gettext(labels[code]) if code in labels else code


def code_choices(labels: Labels) -> dict[str, str]:
    """The choices of a form field: code → label."""
    return {str(code): gettext(label) for code, label in labels.items()}


def listed_labels(labels: Labels, codes: Collection[str]) -> str:
    """The labels of several codes, joined."""
    return gettext("、").join(code_label(labels, code) for code in codes)


def question_options(question: Question) -> Sequence[Option]:
    """The options of a question; those that the guide does not write itself, in the reader's language."""
    return question.options or [
        replace(option, label=gettext(option.label)) for option in scenario.question_options(question)
    ]


def item_type(code: str) -> str:
    """行政许可"""
    return code_label(vocabulary.ITEM_TYPES, code)


def audience(code: str) -> str:
    """个人"""
    return code_label(vocabulary.AUDIENCES, code)


def agent_rule(code: str) -> str:
    """个人"""
    return code_label(vocabulary.AGENT_RULES, code)


def rank(code: str) -> str:
    """行政法规"""
    return code_label(vocabulary.RANKS, code)


def service_depth(code: str) -> str:
    """网上办"""
    return code_label(vocabulary.SERVICE_DEPTHS, code)


def level(code: str) -> str:
    """区级"""
    return code_label(vocabulary.LEVELS, code)


def decision_kind(code: str) -> str:
    """即办件"""
    return code_label(vocabulary.DECISION_KINDS, code)


def agency_role(code: str) -> str:
    """公安机关"""
    return code_label(vocabulary.AGENCY_ROLES, code)


def standing(code: str) -> str:
    """Whether a certificate can be used: 有效"""
    return str(STANDINGS[Standing(code)])


def result_form_words(result: Result) -> str:
    """Whether the result is a certificate in the store, a card, or both; empty for a plain decision."""
    if result.form is ResultForm.PHYSICAL:
        return _("发实体证件，到窗口领取或者邮寄。")
    if result.form is ResultForm.BOTH:
        return _("发电子证照和实体证件；电子证照可以在“证照核验”里核对真伪。")
    if result.form is ResultForm.ELECTRONIC or result.certificate_type:
        return _("发电子证照，别人可以在“证照核验”里核对真伪。")
    return ""
