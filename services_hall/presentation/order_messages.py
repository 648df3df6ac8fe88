"""Sentences for what is wrong with an order of supervision."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from services_hall.supervision.orders import OrderFault

ORDER_FAULTS: Final[Mapping[OrderFault, LazyString]] = {
    OrderFault.CASE_NOT_THERE: _l("这个部门没有这个编号的办件。"),
}
