"""Messages about a holder's name or number; they never contain the number."""

from typing import Final

from flask_babel import lazy_gettext as _l

from certificate_store.errors import HolderFault

HOLDER_FAULTS: Final = {
    HolderFault.MISSING: _l("必须填写。"),
    HolderFault.TOO_LONG: _l("文字太长。"),
    HolderFault.UNKNOWN_KIND: _l("没有这种证件。"),
    HolderFault.WRONG_LENGTH: _l("身份证号码应为 18 位。"),
    HolderFault.NO_SUCH_BIRTHDAY: _l("身份证号码中的出生日期不存在。"),
    HolderFault.WRONG_CHECK_DIGIT: _l("身份证号码的校验码不对。"),
    HolderFault.WRONG_CREDIT_CODE: _l("应为 18 位统一社会信用代码，末位是校验码。"),
    HolderFault.WRONG_SHAPE: _l("号码不符合这种证件的格式。"),
}
