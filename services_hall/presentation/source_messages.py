"""Sentences about the certificate from which an application starts."""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.applications.certificates.source_certificates import SourceFault

SOURCE_FAULTS: Final = {
    SourceFault.MISSING: _l("这件事要凭已有的证照办，请先选是哪一本证照。"),
    SourceFault.NOT_ASKED: _l("这件事不用凭已有的证照办，请不要填证照标识。"),
    SourceFault.NOT_HELD: _l("申请人名下没有这本证照。只能凭本人（本单位）的证照办，请核对证照标识。"),
    SourceFault.WRONG_TYPE: _l("“%(name)s”不能办这件事，请换成这件事要用的证照。"),
    SourceFault.CANCELLED: _l("这本证照已经注销或者撤销，不能再凭它办。需要的，请重新申请。"),
    SourceFault.EXPIRED: _l("这本证照已经过期，不能再凭它办。需要的，请重新申请。"),
    SourceFault.SUSPENDED: _l("这本证照暂停使用，恢复以后才能凭它办。"),
    SourceFault.SUPERSEDED: _l("这本证照已经换发，请用现在有效的那一本。"),
    SourceFault.NOT_YET: _l("这本证照还没有到生效的日期。"),
    SourceFault.WITHOUT_END: _l("这本%(name)s没有写明到期日，不用延续。"),
    SourceFault.OTHER_AGENCY: _l("这本证照是%(agency)s发的，要向原发证机关申请：请选它所在的区。"),
    SourceFault.APPLIED_BEFORE: _l(
        "凭这本证照已经申请过同一件事，还在办理（申请编号 %(number)s），不用重复申请。"
    ),
    SourceFault.ONLY_STATED: _l(
        "替别人凭证照办，要由他（她）先在“授权与代办”里授权给您；也可以由本人，或者您带上双方证件和授权委托书，到窗口办。"
    ),
    SourceFault.STORE_AWAY: _l("电子证照库暂时没有应答，不能核对证照。请过几分钟再试，已填的都还在。"),
}
