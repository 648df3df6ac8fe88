"""Titles of numbered papers and names of the ways to provide materials, for pages.

The title on a paper itself is Chinese by law; a page shows it in the language of its reader.
"""

from typing import Final

from flask_babel import lazy_gettext as _l

from services_hall.applications.enumerations import PaperTitle

PAPER_TITLES: Final = {
    PaperTitle.RECEIPT: _l("接收回执"),
    PaperTitle.ACCEPTANCE: _l("受理通知书"),
    PaperTitle.REFUSAL: _l("不予受理通知书"),
    PaperTitle.LICENCE_GRANT: _l("准予行政许可决定书"),
    PaperTitle.GRANT: _l("批准决定书"),
    PaperTitle.LICENCE_DENIAL: _l("不予行政许可决定书"),
    PaperTitle.DENIAL: _l("不予批准决定书"),
}
MET_BY: Final = {
    "file": _l("已收电子文件"),
    "certificate": _l("免提交（电子证照库核验）"),
    "this_application": _l("免提交（本次申请内办理）"),
    "seen": _l("窗口已核验原件"),
}
