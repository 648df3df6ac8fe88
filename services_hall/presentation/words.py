"""A guide's terms in words for readers, one wording for all channels: time, money, days, kinds."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from guides.terms import short_hash
from services_hall.clock import local_day, local_time

ITEM_TYPES: Final = {
    "licence": _l("行政许可"),
    "confirmation": _l("行政确认"),
    "registration": _l("行政登记"),
    "filing": _l("行政备案"),
    "payment": _l("行政给付"),
    "public_service": _l("公共服务"),
    "other_power": _l("其他行政权力"),
}
AUDIENCES: Final = {"person": _l("个人"), "organisation": _l("法人")}
MATERIAL_KINDS: Final = {"original": _l("原件"), "copy": _l("复印件"), "electronic": _l("电子版")}
RANKS: Final = {
    "law": _l("法律"),
    "regulation": _l("行政法规"),
    "state_council": _l("国务院决定"),
    "local_regulation": _l("地方性法规"),
    "rule": _l("规章"),
    "normative": _l("规范性文件"),
}
DEPTHS: Final = {
    "one_visit": _l("一次办"),
    "at_once": _l("马上办"),
    "online": _l("网上办"),
    "nothing": _l("不用办"),
}
LEVELS: Final = {
    "city": _l("市级"),
    "district": _l("区级"),
    "street": _l("街道"),
    "community": _l("社区"),
}
AGENCY_ROLES: Final = {
    "market_supervision": _l("市场监督管理部门"),
    "fire_rescue": _l("消防救援机构"),
    "urban_management": _l("城市管理部门"),
    "tobacco_monopoly": _l("烟草专卖部门"),
    "public_security": _l("公安机关"),
    "housing_fund": _l("住房公积金管理中心"),
    "health": _l("卫生健康部门"),
    "approval_bureau": _l("行政审批局"),
}
STANDINGS: Final = {
    "in_force": _l("有效"),
    "not_yet": _l("还没有到生效日期"),
    "suspended": _l("暂停使用"),
    "expired": _l("已过期"),
    "cancelled": _l("已注销"),
    "superseded": _l("已换发新版本"),
}
COUNTRY: Final = "中华人民共和国"
DECISION_KINDS: Final = {"on_the_spot": _l("即办件"), "promised": _l("承诺件")}
DATA_CHECKS: Final = {
    "household": _l("户籍信息"),
    "marriage": _l("婚姻登记信息"),
    "social-insurance": _l("社会保险信息"),
    "real-estate": _l("不动产登记信息"),
    "housing-loan": _l("住房贷款信息"),
    "pension": _l("退休待遇信息"),
    "work-capacity": _l("劳动能力鉴定信息"),
    "exit-settlement": _l("出境定居信息"),
}


def init_app(app: Flask) -> None:
    """Gives templates these words as filters."""
    for name, function in filters().items():
        app.add_template_filter(function, name)


def filters() -> dict[str, Callable[..., Any]]:
    """Every function and table of words under the name that templates use."""
    functions = (
        short_hash,
        moment,
        day,
        period,
        money,
        article,
        copies,
        spared_by,
        circumstances,
        cited_as,
    )
    words = {
        "item_type": ITEM_TYPES,
        "audience": AUDIENCES,
        "rank": RANKS,
        "depth": DEPTHS,
        "level": LEVELS,
        "decision_kind": DECISION_KINDS,
        "agency_role": AGENCY_ROLES,
        "standing": STANDINGS,
    }
    named = {function.__name__: function for function in functions}
    return {**named, **{name: _word_of(table) for name, table in words.items()}}


def _word_of(words: Mapping[str, Any]) -> Callable[..., Any]:
    return lambda value: words.get(str(value), value)


def moment(instant: datetime) -> str:
    """An instant by the hall's clock: 2026-11-20 09:00."""
    return local_time(instant).strftime("%Y-%m-%d %H:%M")


def day(when: date | datetime) -> str:
    """A day: 2026-11-20; of an instant, the day by the hall's clock."""
    return (local_day(when) if isinstance(when, datetime) else when).isoformat()


def period(limit: Mapping[str, Any] | None) -> str:
    """A limit in its own unit: 5 个工作日; open ones name who knows."""
    if limit is None or limit.get("open") or limit.get("days") is None:
        return _("以办理点公布为准")
    days = limit["days"]
    if days == 0:
        return _("当场")
    match limit["unit"]:
        case "working_day":
            return ngettext("%(num)d 个工作日", "%(num)d 个工作日", days)
        case "calendar_day":
            return ngettext("%(num)d 日", "%(num)d 日", days)
        case "month":
            return ngettext("%(num)d 个月", "%(num)d 个月", days)
        case _:
            return ngettext("%(num)d 小时", "%(num)d 小时", days)


def money(fen: int) -> str:
    """An amount of fen in yuan: 40 元, 0.50 元."""
    yuan, rest = divmod(fen, 100)
    return _("%(amount)s 元", amount=f"{yuan}.{rest:02d}" if rest else f"{yuan:,}")


def article(basis: Mapping[str, Any]) -> str:
    """A legal basis as people cite it: 《中华人民共和国食品安全法》第三十五条."""
    law = basis["law"] if basis["law"].startswith("《") else f"《{basis['law']}》"
    return law + (basis.get("article") or "")


def cited_as(basis: Mapping[str, Any]) -> str:
    """A legal basis in a running text, without the country's name: 《食品安全法》第三十五条."""
    return article(basis).replace(f"《{COUNTRY}", "《", 1)


def copies(material: Mapping[str, Any]) -> str:
    """What must be given of a material: 复印件 2 份."""
    kind = str(MATERIAL_KINDS[material["kind"]])
    if material["kind"] == "electronic":
        return kind
    return f"{kind} " + ngettext("%(num)d 份", "%(num)d 份", material.get("copies") or 1)


def spared_by(ways: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> str:
    """The certificates and data checks, of which any one spares a material: 有电子营业执照即免."""
    some_certificate, some_data = _("证照"), _("数据")  # not inside the calls below: pybabel would miss them
    told = [
        _("有电子%(name)s", name=names.get(way["certificate_type"], some_certificate))
        if way.get("certificate_type")
        else _("%(name)s核验通过", name=DATA_CHECKS.get(way["data_check"], some_data))
        for way in ways
    ]
    return _("%(ways)s即免", ways=_("，或").join(dict.fromkeys(told)))


def circumstances(when: Mapping[str, Iterable[str]], questions: Iterable[Mapping[str, Any]]) -> str:
    """The answers with which an entry applies, in the words of the questions."""
    asked = {question["key"]: question for question in questions}
    return "；".join(
        f"{asked[key]['text']}{_('、').join(_labels(asked[key], set(values)))}"
        for key, values in when.items()
        if key in asked
    )


def _labels(question: Mapping[str, Any], values: set[str]) -> list[str]:
    return [option["label"] for option in question["options"] if option["value"] in values]
