"""Codes and sentences about the fields that only pages have: the district, and the person at the window."""

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l


class ApplicationFormFault(StrEnum):
    """What can be wrong with the first page of an application."""

    DISTRICT_NOT_CHOSEN = "district_not_chosen"
    NOT_HANDLED_IN_DISTRICT = "not_handled_in_district"
    HOLDER_NAME_TOO_LONG = "holder_name_too_long"
    DOCUMENT_NOT_CHOSEN = "document_not_chosen"
    NUMBER_MISSING = "number_missing"
    WRONG_IDENTITY_NUMBER = "wrong_identity_number"
    WRONG_CREDIT_CODE = "wrong_credit_code"
    WRONG_NUMBER = "wrong_number"


APPLICATION_FORM_FAULTS: Final = {
    ApplicationFormFault.DISTRICT_NOT_CHOSEN: _l("请选择在哪个区办理。"),
    ApplicationFormFault.NOT_HANDLED_IN_DISTRICT: _l(
        "这个区暂不办理“%(item)s”，请换一个区，或拨打 12345 咨询。"
    ),
    ApplicationFormFault.HOLDER_NAME_TOO_LONG: _l("姓名或单位名称太长，请核对。"),
    ApplicationFormFault.DOCUMENT_NOT_CHOSEN: _l("请选择证件。"),
    ApplicationFormFault.NUMBER_MISSING: _l("请填写证件号码。"),
    ApplicationFormFault.WRONG_IDENTITY_NUMBER: _l(
        "身份证号码不对：应为 18 位，末位是校验码，请对照原件再输一次。"
    ),
    ApplicationFormFault.WRONG_CREDIT_CODE: _l(
        "统一社会信用代码不对：应为 18 位，末位是校验码，请对照执照再输一次。"
    ),
    ApplicationFormFault.WRONG_NUMBER: _l("号码不符合这种证件的格式，请对照原件再输一次。"),
}
