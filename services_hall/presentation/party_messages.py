"""Sentences and words about the parties of an application and about representations."""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.applications.acceptance.bars import BarFault
from services_hall.applications.parties import ApplicantFault, Identification, PartyRole
from services_hall.applications.parties.organisation_people import PeopleFault, PeopleLabel, PeopleSource
from services_hall.applications.parties.paper_mandates import MandateFault
from services_hall.identity.capacities import Evidence
from services_hall.identity.errors import RepresentationFault

APPLICANT_FAULTS: Final = {
    ApplicantFault.NOT_CHOSEN: _l("请选择这次为谁申请。"),
    ApplicantFault.ONLY_PERSONS: _l("“%(item)s”只能由个人申请，单位不能申请。请换成为个人申请。"),
    ApplicantFault.ONLY_ORGANISATIONS: _l(
        "“%(item)s”只能由单位申请，个人和个体工商户不能申请。请换成为单位申请。"
    ),
    ApplicantFault.ONLY_SOLE_TRADERS: _l(
        "“%(item)s”只能由个体工商户申请。请换成为个体工商户申请，填写字号和统一社会信用代码。"
    ),
    ApplicantFault.NO_PERSONS: _l(
        "“%(item)s”由单位或者个体工商户申请，不能以个人名义申请。请换成为单位或者个体工商户申请。"
    ),
    ApplicantFault.NO_ORGANISATIONS: _l(
        "“%(item)s”由个人或者个体工商户申请，单位不能申请。请换成为个人或者个体工商户申请。"
    ),
    ApplicantFault.TRADE_OF_ANOTHER: _l(
        "电子证照库里，这个统一社会信用代码的经营者是别人。请核对代码；营业执照已经变更的，请到窗口办理。"
    ),
    ApplicantFault.OPERATOR_MISSING: _l("个体工商户由经营者申请：申请人请填经营者的姓名和证件。"),
    ApplicantFault.OPERATOR_IN_PERSON: _l(
        "“%(item)s”没有列明由个体工商户申请。请换成为经营者本人申请，字号在表里填写。"
    ),
    ApplicantFault.ONLY_CITIZENS: _l(
        "按照%(law)s，“%(item)s”由持居民身份证的中国公民申请，别的证件不能申请。%(instead)s"
    ),
    ApplicantFault.NOT_COVERED: _l("您的授权不包括这件事，或者已经到期、已经撤回。请先取得授权。"),
    ApplicantFault.MANDATE_OVER: _l(
        "授权到 %(day)s 为止，已经到期。请对方重新授权；有新的授权委托书的，在“为别人办”里重新填写。"
    ),
    ApplicantFault.UNIDENTIFIED: _l("您的账号还没有实名信息，不能提交申请。"),
    ApplicantFault.JOINT_MISSING: _l("这件事要一起申请：请填写另外 %(least)s 位共同申请人。"),
    ApplicantFault.JOINT_TOO_MANY: _l("“%(item)s”不能有这么多人一起申请，请去掉多填的人。"),
    ApplicantFault.JOINT_SAME: _l("同一个人填了两次：共同申请人要和申请人、代办人不同。"),
    ApplicantFault.ANSWER_NAMES_AGENT: _l(
        "前面回答的是“%(answer)s”，这里却没有代办人。请选择为谁办；自己办的，请改前面的回答。"
    ),
    ApplicantFault.ANSWER_NAMES_NO_AGENT: _l(
        "前面回答的是“%(answer)s”，这里却是由别人代办。请改前面的回答，或者由本人办。"
    ),
    ApplicantFault.AGENTS_REFUSED: _l("“%(item)s”要本人办，不能由别人代办。"),
    ApplicantFault.ONLY_GUARDIANS: _l("“%(item)s”要本人办，除了监护人，别人不能代办。"),
    ApplicantFault.ONLY_RELATIVES: _l("“%(item)s”只能由监护人或者近亲属代办，受托人不能代办。"),
    ApplicantFault.AGENT_UNPROVED: _l(
        "这件事在网上不收关系证明和授权委托书，不能只凭您自己说明替别人办。"
        "请本人在“授权与代办”里授权，或者到窗口办。"
    ),
    ApplicantFault.JOINT_UNCONFIRMED: _l("共同申请人还没有确认，不能提交。"),
}
MANDATE_FAULTS: Final = {
    MandateFault.OVER: _l("授权委托书已经过期（到 %(day)s 为止），不能凭它办。请申请人重新授权。"),
    MandateFault.TOO_NARROW: _l("授权委托书没有包括“%(items)s”，不能代办。请申请人重新授权，或者本人来办。"),
    MandateFault.NOT_TO_APPLY: _l("授权委托书没有授权提交申请，不能代办。请申请人重新授权，或者本人来办。"),
    MandateFault.NOT_TO_COLLECT: _l("授权委托书没有授权领取结果，不能代领。请申请人本人来领，或者重新授权。"),
    MandateFault.NOT_TO_WITHDRAW: _l(
        "授权委托书没有授权撤回申请，不能代为撤回。请申请人本人撤回，或者重新授权。"
    ),
    MandateFault.ENDED: _l("申请人的授权已经结束，不能再代办。请申请人本人办，或者重新授权。"),
    MandateFault.NOT_STATED: _l("凭授权委托书代办的，要写明委托书授权哪些事项、做什么、到哪一天。"),
}
REPRESENTATION_FAULTS: Final = {
    RepresentationFault.NOT_OWN: _l("只能替自己或者自己的单位授权。"),
    RepresentationFault.TO_ONESELF: _l("这就是您本人（本单位），不用授权。"),
    RepresentationFault.NO_SUCH_CAPACITY: _l("请选择您和申请人的关系。"),
    RepresentationFault.ORGANISATION: _l("替单位办，要由单位在“授权与代办”里授权给您。"),
    RepresentationFault.AGENT_UNKNOWN: _l(
        "没有找到这个人的账号。请核对姓名和证件号码；对方要先用实名登录过一次。"
    ),
    RepresentationFault.ALREADY_OVER: _l("到期日已经过了，请填今天或者以后的日期。"),
}
EVIDENCES: Final = {
    Evidence.CONFIRMED: _l("申请人已在网上授权"),
    Evidence.SEEN: _l("窗口已核对授权委托书或者关系证明"),
    Evidence.STATED: _l("代办人自己说明，请核对关系证明或者授权委托书"),
}
IDENTIFICATIONS: Final = {
    Identification.ACCOUNT: _l("实名账号"),
    Identification.DOCUMENT: _l("窗口核对证件"),
    Identification.AGENCY_SYSTEM: _l("业务系统核对"),
    Identification.STATED: _l("代办人填写，未核验"),
}
PEOPLE_LABELS: Final = {
    PeopleLabel.REPRESENTATIVE_NAME: _l("法定代表人（负责人）姓名"),
    PeopleLabel.REPRESENTATIVE_DOCUMENT: _l("法定代表人（负责人）的证件"),
    PeopleLabel.CONTACT_NAME: _l("联系人姓名"),
    PeopleLabel.CONTACT_PHONE: _l("联系人电话"),
}
PEOPLE_FAULTS: Final = {
    PeopleFault.ONLY_OF_ORGANISATIONS: _l("个人申请不用填法定代表人和联系人，请去掉。"),
    PeopleFault.NOT_ON_LICENCE: _l("和营业执照上的法定代表人（负责人）不同。请以营业执照为准，或者不填。"),
}
PEOPLE_SOURCES: Final = {
    PeopleSource.LICENCE: _l("以营业执照为准，从证照库取"),
    PeopleSource.STATED: _l("申请时填写"),
}
PARTY_ROLES: Final = {
    PartyRole.APPLICANT: _l("申请人"),
    PartyRole.AGENT: _l("代办人"),
}
BAR_FAULTS: Final = {
    BarFault.AFTER_FALSE_PAPERS: _l(
        "申请人到 %(until)s 为止不得再次申请“%(item)s”（行政许可法第七十八条、第七十九条），"
        "现在提交，部门也不能受理。"
        "对限制不服的，可以对那次决定申请行政复议或者提起诉讼。仍要提交的，写明 bar_known。"
    ),
}
"""For programs; the pages say it before anything is filled in."""
