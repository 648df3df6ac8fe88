"""Words of notices: titles in the list, and the texts of the messages, which name nobody and nothing."""

from typing import Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services_hall.notices.enumerations import MessageChannel, MessageState
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.notices.models import Notice
from services_hall.presentation.formats import day

TOPICS: Final = {
    T.RECEIPT: _l("申请已收到，接收回执已经做好"),
    T.ACCEPTED: _l("已受理"),
    T.SUPPLEMENT_ASKED: _l("请补正材料"),
    T.SUPPLEMENT_ENDS: _l("补正的日期快到了"),
    T.PROMISE_ENDS: _l("补交材料的日期快到了"),
    T.PRIOR_NOTICE: _l("决定作出之前，您可以提出意见"),
    T.HEARING_SET: _l("听证的时间、地点定了"),
    T.EXTENDED: _l("办理期限延长了"),
    T.CLOCK_STOPPED: _l("进入特别程序，这段时间不计入办理时限"),
    T.CLOCK_RESUMED: _l("特别程序结束，办理时限继续计算"),
    T.DAYS_MOVED: _l("放假安排有变，办理的日子改了"),
    T.DELAY_EXPLAINED: _l("没有按承诺的日子办结，部门说明了原因"),
    T.FLAW_REPORTED: _l("有材料要改正，可以先受理、晚些补"),
    T.PLEA_DECLINED: _l("说明的情况不算不可抗力，补交的日期不变"),
    T.SUPPLY_POSTPONED: _l("补交材料的日期延后了"),
    T.VISIT_PLANNED: _l("约定了现场核查"),
    T.VISIT_MOVED: _l("现场核查改了日子"),
    T.VISIT_CANCELLED: _l("现场核查取消了"),
    T.DECIDED: _l("有了结果"),
    T.CORRECTION_ORDERED: _l("核查发现与承诺不符，请在期限内改正"),
    T.GRANT_ENDED: _l("原来的决定不再有效"),
    T.WITHDRAWN: _l("申请撤回了"),
    T.RESULT_READY: _l("结果可以查看或者领取了"),
    T.RESULT_POSTED: _l("结果已经寄出"),
    T.CERTIFICATE_ENDS: _l("证照快到期了"),
    T.JOINT_ASKED: _l("请您确认一起申请"),
    T.JOINT_REFUSED: _l("有人没有同意一起申请，申请没有提交"),
    T.JOINT_RECALLED: _l("一起申请的事已经收回，没有提交"),
    T.JOINT_FAILED: _l("都确认了，但申请没有提交成功，要改好再提交"),
    T.MANDATE_GIVEN: _l("有人授权您替他（她）办事"),
    T.MANDATE_ENDED: _l("一份授权结束了"),
}
"""What a notice is about, by topic."""
MESSAGES: Final = {
    (MessageChannel.EMAIL, MessageState.WAITING): _l("邮件在发送"),
    (MessageChannel.EMAIL, MessageState.SENT): _l("已发邮件"),
    (MessageChannel.EMAIL, MessageState.DROPPED): _l("没有发邮件"),
    (MessageChannel.TEXT, MessageState.WAITING): _l("短信在发送"),
    (MessageChannel.TEXT, MessageState.SENT): _l("已发短信"),
    (MessageChannel.TEXT, MessageState.DROPPED): _l("没有发短信"),
}
"""Where a message about the notice stands."""
TO_DO: Final = frozenset(
    {
        T.SUPPLEMENT_ASKED,
        T.SUPPLEMENT_ENDS,
        T.PROMISE_ENDS,
        T.SUPPLY_POSTPONED,
        T.PRIOR_NOTICE,
        T.CORRECTION_ORDERED,
    }
)
"""Topics with something to do until a day."""
DATED: Final = frozenset({T.CLOCK_STOPPED, T.VISIT_PLANNED, T.VISIT_MOVED})
"""Topics with a day that the message says too, although there is nothing to do."""


def notice_day(notice: Notice) -> str:
    """The day of a notice, and what is on it; empty without a day."""
    if notice.until is None:
        return ""
    until = day(notice.until)
    if notice.topic in TO_DO:
        return _("最迟 %(day)s", day=until)
    match notice.topic:
        case T.CLOCK_STOPPED:
            return _("计划到 %(day)s 结束", day=until)
        case T.VISIT_PLANNED | T.VISIT_MOVED:
            return _("核查日期 %(day)s", day=until)
        case T.VISIT_CANCELLED:
            return _("原定 %(day)s", day=until)
        case _:
            return _("有效期到 %(day)s", day=until)


def init_app(app: Flask) -> None:
    """Registers the words for templates."""
    app.add_template_filter(notice_day)
    app.add_template_filter(TOPICS.__getitem__, "notice_topic")
    app.add_template_global(lambda one: MESSAGES[one.channel, one.state], "message_state")
