"""Codes and sentences about the forms and texts of the guide desk."""

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l

from guides.exchange import ImportFault


class GuideFormFault(StrEnum):
    """A problem with the form or with the whole text of a draft, before the terms are checked."""

    TEXT_ALTERED = "text_altered"
    NOT_FILLED_IN = "not_filled_in"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NOT_AN_AMOUNT = "not_an_amount"


GUIDE_FORM_FAULTS: Final = {
    GuideFormFault.TEXT_ALTERED: _l(
        "内容与文件里的校验码不符：导出的文件被改过。请只保留 content 下的内容。"
    ),
    GuideFormFault.NOT_FILLED_IN: _l("请填写。"),
    GuideFormFault.NOT_A_WHOLE_NUMBER: _l("请填写整数。"),
    GuideFormFault.NOT_AN_AMOUNT: _l("请填写金额，最多两位小数，例如 40 或 12.50。"),
}
IMPORT_FAULTS: Final = {
    ImportFault.TOO_LONG: _l("全文太长，不能超过 200 万个字符。"),
    ImportFault.NOT_YAML: _l("写法有误，请检查缩进、冒号和引号。"),
    ImportFault.TOO_DEEP: _l("层次太多，请减少嵌套。"),
    ImportFault.REFERENCE: _l("不能用 YAML 的引用（& 和 *），请把内容写全。"),
    ImportFault.KEY_UNUSABLE: _l("键重复，或者键不是文字。"),
    ImportFault.NOT_A_MAPPING: _l("应为“要素：内容”，不能是列表或者单独的文字。"),
}
