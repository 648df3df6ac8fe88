"""Explanation why a material is waived or not: the result of the certificate store or of another store."""

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from certificate_store.lifecycle import UseOutcome
from certificate_store.waivers import Proof, Reason
from guides.vocabulary import DATA_CHECKS
from services_hall.presentation.certificate_names import certificate_names
from services_hall.presentation.labels import code_label

REASONS: Final = {
    Reason.IN_FORCE: _l("电子证照库核验有效"),
    Reason.NOT_YET: _l("证照尚未生效"),
    Reason.SUSPENDED: _l("证照功能暂停"),
    Reason.EXPIRED: _l("证照已过有效期"),
    Reason.CANCELLED: _l("证照已注销"),
    Reason.SUPERSEDED: _l("证照已被新版本取代"),
    Reason.NO_LONGER_HELD: _l("证照不再由该持证人持有"),
    Reason.NO_PERMISSION: _l("持证人未授权将证照用于本次办理"),
    Reason.NOT_SPARED: _l("没有证照或数据核验可以替代这份材料"),
    Reason.CONFIRMED_ELSEWHERE: _l("数据核验通过"),
    Reason.NOT_CONFIRMED_ELSEWHERE: _l("数据核验没有通过"),
    Reason.UNREACHABLE: _l("暂时无法核验"),
}
USE_OUTCOMES: Final = {
    UseOutcome.PROVED: _l("核验有效"),
    UseOutcome.NOT_HELD: _l("没有这种证照"),
    UseOutcome.EXPIRED: _l("已过期"),
    UseOutcome.SUSPENDED: _l("暂停使用"),
    UseOutcome.UNREACHABLE: _l("没有应答"),
    UseOutcome.REFUSED: _l("未经授权，没有使用"),
    UseOutcome.HELD: _l("持有这种证照"),
    UseOutcome.NONE_HELD: _l("没有这种证照"),
    UseOutcome.DOWNLOADED: _l("已领取证照文件"),
}


def proof_words(proof: Proof) -> str:
    """The sentence for a proof; a sentence from another store takes precedence over the hall's own."""
    if proof.detail:
        return proof.detail
    if proof.reason is Reason.NOT_HELD:
        return _("电子证照库中没有%(name)s", name=_name(proof.name))
    return str(REASONS[proof.reason])


def _name(code: str) -> str:
    return certificate_names().get(code) or code_label(DATA_CHECKS, code)
