"""Messages for editors and approvers whose step was refused, with the HTTP status of the answer."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.errors import (
    BlockingFindings,
    CircularOrder,
    EditionFrozen,
    EditionOutdated,
    EditionTransitionRefused,
    GuidesError,
    NotYetEffective,
    SameEditor,
)
from services_hall.use_cases.open_edition_draft import EditionUnfinished
from services_hall.use_cases.save_edition_draft import EditionDraftOvertaken

ERROR_MESSAGES: Final[Mapping[type[GuidesError], tuple[int, LazyString]]] = {
    EditionDraftOvertaken: (
        409,
        _l(
            "您打开以后，别人改过这份草稿。您写的都还在下面，还没有保存；请对照右侧的变化，再次保存会以您的为准。"
        ),
    ),
    EditionUnfinished: (409, _l("已经有一版正在起草或等待审核，请在那一版上继续。")),
    SameEditor: (403, _l("您参与编写了这一版，不能由您审核。请另一位审核人办理。")),
    BlockingFindings: (422, _l("还有必须改正的问题，不能提交、批准或公开。请先按下面的提示改好。")),
    CircularOrder: (
        422,
        _l("事项互相等待，办理顺序成了一个圈，不能提交、批准或公开。请先按下面的提示改好。"),
    ),
    EditionTransitionRefused: (409, _l("有人先一步办理了，您的操作没有生效。下面是现在的情况。")),
    EditionFrozen: (409, _l("这一版已经提交，内容不能再改。")),
    EditionOutdated: (409, _l("更新的一版已经公开，这一版不能再公开。")),
    NotYetEffective: (409, _l("还没有到这一版的生效日期，到了那天会自动公开。")),
}


def error_message(error: GuidesError) -> tuple[int, str]:
    """The status and the message for an error of the table; raises any other."""
    for error_class in type(error).__mro__:
        if error_class in ERROR_MESSAGES:
            status, words = ERROR_MESSAGES[error_class]
            return status, str(words)
    raise error
