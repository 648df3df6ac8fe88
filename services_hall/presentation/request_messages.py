"""Codes and messages about API requests with an invalid shape."""

from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _l


class RequestFault(StrEnum):
    """The faults in the shape of a request."""

    REQUIRED = "required"
    NULL = "null"
    INVALID = "invalid"
    NOT_A_TEXT = "not_a_text"
    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_A_DAY = "not_a_day"
    NOT_AN_OBJECT = "not_an_object"
    NOT_A_LIST = "not_a_list"
    NUMBER_TOO_LARGE = "number_too_large"
    UNKNOWN_FIELD = "unknown_field"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    NOT_ONE_OF = "not_one_of"
    NOT_A_CODE = "not_a_code"
    NOT_A_DIVISION_CODE = "not_a_division_code"
    NOT_A_REQUEST_KEY = "not_a_request_key"
    NOT_JSON = "not_json"


class RequestLabel(StrEnum):
    """The labels of fields that are validated like form fields."""

    HOLDER_NAME = "holder_name"
    TRADE_NAME = "trade_name"
    PHONE = "phone"


REQUEST_FAULTS: Final = {
    RequestFault.REQUIRED: _l("必须填写。"),
    RequestFault.NULL: _l("不能为空。"),
    RequestFault.INVALID: _l("填写有误。"),
    RequestFault.NOT_A_TEXT: _l("应为文字。"),
    RequestFault.NOT_AN_INTEGER: _l("应为整数。"),
    RequestFault.NOT_A_BOOLEAN: _l("应为是或否（true、false）。"),
    RequestFault.NOT_A_DAY: _l("应为日期，如 2026-11-23。"),
    RequestFault.NOT_AN_OBJECT: _l("应为一组字段。"),
    RequestFault.NOT_A_LIST: _l("应为列表。"),
    RequestFault.NUMBER_TOO_LARGE: _l("这个数太大。"),
    RequestFault.UNKNOWN_FIELD: _l("没有这个字段。"),
    RequestFault.TOO_LONG: _l("太长：最多 %(most)s。"),
    RequestFault.OUT_OF_RANGE: _l("应在 %(least)s 到 %(most)s 之间。"),
    RequestFault.NOT_ONE_OF: _l("只能是：%(words)s。"),
    RequestFault.NOT_A_CODE: _l("只能有字母、数字、点、横线和下划线，1 到 64 个。"),
    RequestFault.NOT_A_DIVISION_CODE: _l("行政区划代码是 12 位数字。"),
    RequestFault.NOT_A_REQUEST_KEY: _l("应为 8 到 80 个字母、数字或符号。"),
    RequestFault.NOT_JSON: _l("不是有效的 JSON。"),
}
REQUEST_LABELS: Final = {
    RequestLabel.HOLDER_NAME: _l("姓名或单位名称"),
    RequestLabel.TRADE_NAME: _l("字号（营业执照上的名称）"),
    RequestLabel.PHONE: _l("联系电话"),
}
