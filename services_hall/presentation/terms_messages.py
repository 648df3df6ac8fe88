"""Messages about the shape of terms, field by field."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.terms import TermsFault

TERMS_FAULTS: Final[Mapping[TermsFault, LazyString]] = {
    TermsFault.MISSING: _l("必须填写。"),
    TermsFault.EMPTY: _l("不能为空。"),
    TermsFault.WRONG: _l("填写有误。"),
    TermsFault.UNKNOWN_FIELD: _l("没有这个字段。"),
    TermsFault.NOT_A_GROUP: _l("应为一组字段。"),
    TermsFault.NOT_A_TEXT: _l("应为文字。"),
    TermsFault.NOT_A_WHOLE_NUMBER: _l("应为整数。"),
    TermsFault.NOT_A_FLAG: _l("应为是或否（true、false）。"),
    TermsFault.NOT_A_LIST: _l("应为列表。"),
    TermsFault.NOT_AN_APPLICABILITY: _l("应为“问题：[答案…]”。"),
    TermsFault.NOT_A_DAY: _l("应为一个日期，写成 2026-11-23 这样。"),
    TermsFault.NO_ANSWERS: _l("至少要有一个答案。"),
    TermsFault.NOT_A_KEY: _l("应为 1 到 64 个字母、数字、点、横线或下划线。"),
    TermsFault.WRONG_LENGTH: _l("应有 1 到 %(longest)s 个字。"),
    TermsFault.OUT_OF_RANGE: _l("不能小于 %(lowest)s，也不能太大。"),
    TermsFault.NOT_A_CHOICE: _l("只能是：%(words)s。"),
    TermsFault.NO_ENTRIES: _l("至少要有一项。"),
    TermsFault.TOO_LONG: _l("文字太长。"),
    TermsFault.SPARED_BY_NOT_ONE: _l("应在证照（certificate_type）和数据核验（data_check）中写明一个。"),
    TermsFault.LIMIT_NEITHER_OPEN_NOR_KNOWN: _l(
        "应写明期限，或者标明以办理点公布为准（open），不能都写或都不写。"
    ),
    TermsFault.CHOICE_WITHOUT_OPTIONS: _l("选择题至少要有一个选项。"),
    TermsFault.YES_NO_WITH_OTHER_OPTIONS: _l("是非题的选项只能是 yes 和 no。"),
    TermsFault.NUMBER_WITH_OPTIONS: _l("数字题不列选项。"),
    TermsFault.ONLY_FOR_NUMBERS: _l("只有数字题才写单位和最小的数。"),
    TermsFault.UNKNOWN_PREFILL: _l("没有这种预填来源。"),
    TermsFault.LEAST_ABOVE_MOST: _l("最多的人数不能比最少的人数少。"),
    TermsFault.WRONG_NUMBER_OF_ITEMS: _l("应有 1 到 %(most)s 个事项。"),
    TermsFault.OTHER_GUIDE: _l("这是“%(item_code)s”的指南，编码不能是“%(code)s”。"),
    TermsFault.OTHER_BUNDLE: _l("这是“%(bundle_code)s”，编码不能是“%(code)s”。"),
    TermsFault.OTHER_CODE: _l("这里是“%(code)s”，编码不能改。"),
    TermsFault.GUIDE_INSTEAD_OF_BUNDLE: _l("这是办事指南，不是“一件事”。"),
    TermsFault.BUNDLE_INSTEAD_OF_GUIDE: _l("这是“一件事”，不是办事指南。"),
}
