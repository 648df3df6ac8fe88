"""Messages about the fields of an action on a case."""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.applications.action_faults import ActionFault

MISSING_TEXTS: Final = {
    "statement": _l("请写明您的意见。"),
    "objection": _l("请写明哪里不对、应当怎样。"),
    "receiver": _l("请填写签收人姓名。"),
    "tracking_number": _l("请填写邮件号。"),
    "address": _l("请填写邮寄地址。"),
    "addressee": _l("请写明告知谁。"),
    "step_text": _l("请写明这个环节的意见。"),
    "opinion_question": _l("请写明要问的问题。"),
    "answer": _l("请写明答复。"),
    "note": _l("请写下要记的内容。"),
    "place": _l("请填写核查地点。"),
    "hearing_time": _l("请填写几点听证。"),
    "hearing_place": _l("请填写听证地点。"),
    "participant_name": _l("请填写您的姓名。"),
    "topic": _l("想发言的，请写明想说什么。"),
    "site_record": _l("请写明核查情况：会原样写进现场核查笔录。"),
}
"""What is missing in an empty field, by its name; every other field has the general sentence."""
ACTION_FAULTS: Final = {
    ActionFault.TEXT_MISSING: _l("请填写这一项。"),
    ActionFault.REASON_MISSING: _l("请写明事实和理由：会原样写进文书，送达申请人。"),
    ActionFault.DAY_MISSING: _l("请选择一个日期；手写的，写成 2026-11-23 这样。"),
    ActionFault.DAY_TOO_EARLY: _l("日期太早：最早是 %(earliest)s。"),
    ActionFault.DAY_TOO_LATE: _l("日期太晚：最晚是 %(last)s。"),
    ActionFault.ARTICLE_MISSING: _l("请选择依据的法条：没有依据不能作出这个决定。"),
    ActionFault.ARTICLE_NOT_IN_GUIDE: _l("办事指南的设定依据里没有这一条，请从所列依据中选择。"),
    ActionFault.CONDITION_NOT_IN_GUIDE: _l("申请时的办事指南没有这一项条件，请从所列条件中选择。"),
    ActionFault.EARLIER_CASES_OPEN: _l(
        "此事项有数量限制，应当按受理的先后决定（行政许可法第五十七条）。更早受理、还没有决定的有：%(numbers)s。"
        "确需先办成此件的，请写明理由。"
    ),
    ActionFault.NOT_AGREED: _l("更正要经申请人同意：请征得同意后勾选。"),
    ActionFault.AMOUNT_OUT_OF_RANGE: _l("请填写 1 到 %(longest)s 之间的整数：最长只能延长这么多。"),
    ActionFault.BODY_NOT_LISTED: _l("请从所列部门中选择有权办理的部门。"),
    ActionFault.STEP_NOT_OPEN: _l("这个环节还没有轮到，或者已经办完。请按顺序记录。"),
    ActionFault.REVIEW_NOT_RECORDED: _l("还没有人记录：%(steps)s。请先记录，或者确认由您在本次决定中完成。"),
    ActionFault.SITE_CHECK_NOT_RECORDED: _l("还没有人记录：%(steps)s。请先记录，或者写明不进行的理由。"),
    ActionFault.OFFICER_NOT_HERE: _l("请选择本部门的一位经办人。"),
    ActionFault.TOO_MANY_VIEWS: _l("最多存 %(most)s 个视图。请先删掉一个。"),
    ActionFault.NO_SUBSTITUTE: _l("请选择一位能办这位经办人全部办件的同事。"),
    ActionFault.SUBSTITUTE_CIRCLE: _l("代班绕成了一圈：%(names)s，最后又回到休假的人。请选择别的同事。"),
    ActionFault.ABSENCE_OVERLAPS: _l("这几天已经登记过休假。请先结束那一次，再重新登记。"),
    ActionFault.SAME_OFFICER: _l("现场核查应当由两名以上工作人员进行，请选择另一位。"),
    ActionFault.ONLY_FOR_LICENCES: _l("只有行政许可才依照行政许可法第七十八条给予警告。"),
    ActionFault.CODE_MISSING: _l("请填写本次登记赋予的统一社会信用代码。"),
    ActionFault.CODE_WRONG: _l("统一社会信用代码不对：应当是 18 位，末位是校验码。请对照登记系统核对。"),
    ActionFault.LICENCE_NOT_CHECKED: _l(
        "营业执照不是从证照库取的。请先看执照的原件或者复印件，确认经营者就是申请人，再勾选。"
    ),
    ActionFault.CODE_OF_ANOTHER: _l(
        "证照库里这个统一社会信用代码的执照，经营者不是申请人，不能发给这家店。请让申请人更正代码，或者作不予的决定。"
    ),
    ActionFault.CODE_TAKEN: _l("这个统一社会信用代码已经赋予别的登记，一个代码只能用一次。"),
    ActionFault.NOTICE_MISSING: _l("告知了几个人，请选择是谁的。"),
    ActionFault.NO_RIGHT_TO_HEARING: _l("这份告知书没有告知听证权利，不能据此要求听证。"),
    ActionFault.HEARING_TIME_OVER: _l("要求听证的期限已经过了；您的意见仍然可以提交，请不要勾选听证。"),
    ActionFault.NOT_DEFERRABLE: _l("请从所列材料中选：只有申请人交了、办事指南写明可以容缺的材料。"),
    ActionFault.PROMISE_SIGNED: _l("申请人已经作出容缺承诺，不能再加材料；请受理，或者告知补正。"),
    ActionFault.NO_PUBLIC_HEARING: _l("只有行政许可才依照行政许可法第四十六条公告听证。"),
    ActionFault.RECORD_MISSING: _l("请附上听证笔录：决定要根据它作出。"),
    ActionFault.MATERIALS_OWED: _l(
        "还缺：%(names)s。补齐以前不能办成；请等申请人补交，不补的依法作不予的决定。"
    ),
    ActionFault.GROUND_MISSING: _l("请选择终止办理的情形。"),
    ActionFault.TEXT_TOO_LONG: _l("最多 %(longest)s 个字，现在有 %(length)s 个。"),
    ActionFault.PHONE_WRONG: _l("电话不正确：请填写手机号（11 位）或者带区号的座机号，改期时通知您。"),
    ActionFault.CONSENT_MISSING: _l("同意以后才能报名：部门要用您的姓名、电话联络您。"),
    ActionFault.AGENCY_UNKNOWN: _l("请从所列部门中选择。"),
    ActionFault.RESULT_FIELD_UNKNOWN: _l("这种证照没有这一项，或者这一项不由这里填写。"),
    ActionFault.RESULT_NOT_ISSUED: _l("这个决定不发证照，不要填写证照内容。"),
    ActionFault.RESULT_KEPT: _l("这一项沿用原证照的内容，不能另写。"),
    ActionFault.RESULT_TOO_LONG: _l("太长：最多 %(longest)s 个字。"),
    ActionFault.NUMBER_WRONG: _l("证照编号最多 64 个字，只能用汉字、数字、字母、空格和〔〕()（）.-/号。"),
    ActionFault.NUMBER_TAKEN: _l("这个编号已经用在另一张同类证照上。"),
}
