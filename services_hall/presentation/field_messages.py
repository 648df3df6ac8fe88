"""Messages about the fields of an application: answers, questions, materials."""

from typing import Final

from flask_babel import lazy_gettext as _l

from guides.scenario import ScenarioFault
from services_hall.applications.answers import AnswerFault

ANSWER_FAULTS: Final = {
    AnswerFault.MISSING: _l("请填写%(label)s。"),
    AnswerFault.NOT_CHOSEN: _l("请选择%(label)s。"),
    AnswerFault.TOO_LONG: _l("%(label)s最多 %(longest)s 个字，现在有 %(length)s 个。"),
    AnswerFault.WRONG_IDENTITY_NUMBER: _l("%(label)s不正确：应为 18 位，末位是校验码，请核对。"),
    AnswerFault.WRONG_DOCUMENT_NUMBER: _l(
        "%(label)s不正确：居民身份证号码是 18 位；护照、通行证等照证件上的字母和数字填，请核对。"
    ),
    AnswerFault.WRONG_CREDIT_CODE: _l("%(label)s不正确：应为 18 位统一社会信用代码，请核对。"),
    AnswerFault.WRONG_PHONE: _l(
        "%(label)s不正确：请填写手机号（11 位）、带区号的座机号（分机写“转”）或 400 号码。"
    ),
    AnswerFault.NOT_A_DATE: _l("%(label)s不是一个日期：请写成 2026-11-23 这样。"),
    AnswerFault.NO_SUCH_OPTION: _l("请在所列选项中选择%(label)s。"),
    AnswerFault.DIGITS_IN_NAME: _l("%(label)s里不应有数字，请填写证件上的姓名。"),
    AnswerFault.NOT_IN_GUIDE: _l("办事指南没有这一项，请删去。"),
    AnswerFault.QUESTION_OPEN: _l("请选择一项。"),
    AnswerFault.MATERIAL_MISSING: _l("请提供%(name)s。"),
    AnswerFault.NOT_SCANNED: _l(
        "%(name)s要由部门审查，不能只看原件，请扫描。只有身份证件和证照可以只看原件。"
    ),
    AnswerFault.FILE_IN_TWO_LISTS: _l("文件 %(file)s 属于另一份材料的几个文件之一，请另传一份。"),
    AnswerFault.NO_SUCH_DIVISION: _l("没有这个行政区划。请核对 12 位代码，例如江岸区是 420102000000。"),
    AnswerFault.NOT_HANDLED_THERE: _l("这里没有部门办理“%(item)s”，请换一个行政区划。"),
    AnswerFault.FROM_CERTIFICATE: _l("这一项以证照上的为准，不能改。要改证照上的内容，请办理变更。"),
    AnswerFault.FROM_IDENTITY: _l("%(label)s以申请人的身份信息为准，不能另填。请删去，或者换成为别人申请。"),
    AnswerFault.IDENTITY_STAYS: _l(
        "%(label)s以申请人的身份信息为准，不能更正。申请人写错了的，请撤回后重新申请。"
    ),
    AnswerFault.FROM_QUESTION: _l("%(label)s以前面问题的回答为准，不能另填。请删去，或者返回改那个回答。"),
    AnswerFault.FROM_LICENCE: _l(
        "%(label)s以证照库里的营业执照为准，不能另填。请删去；要用另一张执照办，请不用证照库，上传那张执照。"
    ),
    AnswerFault.LICENCE_NOT_CHOSEN: _l(
        "申请人有几张营业执照。请填写%(label)s，写明用哪一张；要和执照上的一样。"
    ),
    AnswerFault.CODE_OF_ANOTHER: _l(
        "%(label)s对应的营业执照，经营者不是申请人。请核对代码；是单位的，请以单位名义申请。"
    ),
    AnswerFault.PROOF_NOT_SEEN: _l(
        "请先核对授权委托书或者关系证明，再勾选；不看纸质的，要申请人在网上授权过这个人办这件事，授权还有效。"
    ),
    AnswerFault.NOTHING_CHANGED: _l("填的都和证照上一样。请填写变更后的内容。"),
    AnswerFault.OTHER_PLACE: _l("和前面问题里选的区不一样。请选同一个区，或者返回改那个回答。"),
    AnswerFault.APPLICANT_UNKNOWN: _l("您的账号还没有实名信息，不能提交申请。"),
}
SCENARIO_FAULTS: Final = {
    ScenarioFault.UNKNOWN_VALUE: _l("请从所列选项中选择。"),
    ScenarioFault.NOT_A_NUMBER: _l("请只写数字，最多两位小数，例如 120 或 86.5。"),
    ScenarioFault.BELOW_LEAST: _l("不能小于 %(least)s，请核对。"),
}
