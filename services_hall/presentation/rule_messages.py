"""Messages about values and rules of form fields: each names the field and the way out."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.applications.answers.field_values import ValueFault
from services_hall.applications.answers.form_rules import RuleFault

VALUE_FAULTS: Final[Mapping[ValueFault, LazyString]] = {
    ValueFault.NOT_A_WHOLE_NUMBER: _l("%(label)s应为整数，请只写数字，例如 3。"),
    ValueFault.NOT_AN_AMOUNT: _l("%(label)s应为数字，最多两位小数，例如 120 或 86.5。"),
    ValueFault.NOT_MONEY: _l("%(label)s应为金额，以元为单位，最多两位小数，例如 1234.50。"),
    ValueFault.ZERO: _l("%(label)s应大于 0，请填写实际的数。"),
    ValueFault.BELOW_LEAST: _l("%(label)s不能小于 %(least)s，请核对。"),
    ValueFault.ABOVE_MOST: _l("%(label)s不能大于 %(most)s，请核对，看看是不是多写了零。"),
    ValueFault.WRONG_BANK_CARD: _l("%(label)s不正确：请照银行卡正面抄写，是 12 到 19 位数字。"),
    ValueFault.WRONG_ACCOUNT: _l("%(label)s不正确：只写数字和字母，是 4 到 30 位，请照账户信息抄写。"),
    ValueFault.NOT_DIMENSIONS: _l("%(label)s应为 %(parts)s 个数（%(unit)s），用 × 隔开，如 %(example)s。"),
    ValueFault.NO_SUCH_PLACE: _l("请在列表里选择%(label)s，选到街道或乡镇。"),
}
RULE_FAULTS: Final[Mapping[RuleFault, LazyString]] = {
    RuleFault.IN_FUTURE: _l("%(label)s不能晚于今天（%(last)s），请核对。"),
    RuleFault.IN_PAST: _l("%(label)s不能早于今天（%(first)s），请核对。"),
    RuleFault.TOO_EARLY: _l("%(label)s应在 %(first)s 或者以后，请核对年份。"),
    RuleFault.TOO_LATE: _l("%(label)s应在 %(last)s 或者以前，请核对年份。"),
    RuleFault.EARLY_FOR_ANSWER: _l(
        "%(label)s和前面选的情形对不上：按您的选择，应在 %(first)s 或者以后。请改日期，或者返回改选择。"
    ),
    RuleFault.LATE_FOR_ANSWER: _l(
        "%(label)s和前面选的情形对不上：按您的选择，应在 %(last)s 或者以前。请改日期，或者返回改选择。"
    ),
    RuleFault.BORN_TOO_EARLY: _l(
        "%(label)s里的出生日期应在 %(first)s 或者以后。请核对号码；号码没错的，请返回看看前面选的情形。"
    ),
    RuleFault.BORN_TOO_LATE: _l(
        "%(label)s里的出生日期应在 %(last)s 或者以前。请核对号码；号码没错的，请返回看看前面选的情形。"
    ),
    RuleFault.BEFORE_OTHER: _l("%(label)s不能早于%(other)s，请核对这两个日期。"),
    RuleFault.OUTSIDE_DISTRICT: _l(
        "%(label)s不在您选的办理区里。请改选街道；街道没有选错的，请返回改“在哪个区办理”。"
    ),
    RuleFault.SAME_AS_OTHER: _l("%(label)s不能和%(other)s相同，请填写另一个人的。"),
}
