"""Which elements of a guide have a field of their own, and of what kind; what has none is edited as text."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides import vocabulary
from guides.vocabulary import Labels


class FieldKind(Enum):
    """How a value is typed."""

    TEXT = auto()
    LONG = auto()
    NUMBER = auto()
    MONEY = auto()  # yuan on the page, fen in the guide
    FLAG = auto()
    CHOICE = auto()
    SEVERAL = auto()  # any of the options
    WORDS = auto()  # free words on one line
    BASIS = auto()  # one legal basis of the guide
    BASES = auto()  # any of them
    CERTIFICATE = auto()  # one type of certificate
    WAYS = auto()  # certificates and data checks that spare a material
    WHEN = auto()  # answers with which an entry applies


@dataclass(frozen=True)
class FieldLayout:
    """One field: where its value lies in its section or row, and what an empty one means."""

    path: str
    label: LazyString
    kind: FieldKind = FieldKind.TEXT
    options: Labels | None = None
    hint: LazyString | None = None
    blank: Any = ""


@dataclass(frozen=True)
class SectionLayout:
    """Fields that belong together. With `rows` they repeat, and `path` is the list they are kept in.

    `optional` names the groups of fields that are none when nothing is typed in them.
    """

    path: str
    title: LazyString
    entries: tuple[FieldLayout, ...]
    optional: tuple[str, ...] = ()
    rows: bool = False
    named_by: str = ""
    added_as: LazyString | None = None
    keyed: str = ""


K: Final = FieldKind


def _number(path: str, label: LazyString, hint: LazyString | None = None) -> FieldLayout:
    return FieldLayout(path, label, K.NUMBER, hint=hint, blank=None)


def _unit(path: str) -> FieldLayout:
    return FieldLayout(path, _l("单位"), K.CHOICE, vocabulary.UNITS)


def _maybe(path: str, label: LazyString) -> FieldLayout:
    return FieldLayout(path, label, blank=None)


def _basis(path: str) -> FieldLayout:
    return FieldLayout(path, _l("依据"), K.BASIS, blank=None)


def _period(
    prefix: str, label: LazyString, hint: LazyString | None = None
) -> tuple[FieldLayout, FieldLayout]:
    """A number and its unit."""
    return _number(f"{prefix}days", label, hint), _unit(f"{prefix}unit")


def _section(
    path: str, title: LazyString, *entries: FieldLayout, optional: tuple[str, ...] = ()
) -> SectionLayout:
    return SectionLayout(path, title, entries, optional)


def _rows(
    path: str,
    title: LazyString,
    *entries: FieldLayout,
    named_by: str,
    added_as: LazyString,
    keyed: str = "",
    optional: tuple[str, ...] = (),
) -> SectionLayout:
    return SectionLayout(path, title, entries, optional, True, named_by, added_as, keyed)


NAME: Final = FieldLayout("name", _l("名称"))
NOTE: Final = FieldLayout("note", _l("说明"))
WHEN: Final = FieldLayout("when", _l("适用情形"), K.WHEN)
RESTS_ON: Final = FieldLayout("bases", _l("依据"), K.BASES)
IDENTITY: Final = _section(
    "identity",
    _l("基本信息"),
    FieldLayout("name", _l("事项名称")),
    FieldLayout("short_name", _l("事项简称")),
    FieldLayout("item_type", _l("事项类型"), K.CHOICE, vocabulary.ITEM_TYPES),
    FieldLayout("decision_kind", _l("办件类型"), K.CHOICE, vocabulary.DECISION_KINDS),
    FieldLayout("agency_role", _l("实施主体类别"), K.CHOICE, vocabulary.AGENCY_ROLES),
    FieldLayout("audience", _l("服务对象"), K.SEVERAL, vocabulary.AUDIENCES),
    FieldLayout("levels", _l("行使层级"), K.SEVERAL, vocabulary.LEVELS),
    FieldLayout("topics", _l("主题"), K.WORDS, hint=_l("几个主题之间用顿号隔开")),
    FieldLayout("life_events", _l("人生事件"), K.WORDS, hint=_l("几个之间用顿号隔开")),
)
BASES: Final = _rows(
    "legal_bases",
    _l("设定依据"),
    FieldLayout("law", _l("名称")),
    FieldLayout("rank", _l("层级"), K.CHOICE, vocabulary.RANKS),
    _maybe("number", _l("文号")),
    _maybe("article", _l("条款")),
    FieldLayout("text", _l("条文"), K.LONG),
    named_by="law",
    added_as=_l("加一条依据"),
    keyed="basis",
)
CONDITIONS: Final = _rows(
    "conditions",
    _l("受理条件"),
    FieldLayout("text", _l("内容"), K.LONG),
    RESTS_ON,
    WHEN,
    named_by="text",
    added_as=_l("加一个条件"),
    keyed="condition",
)
MATERIALS: Final = _rows(
    "materials",
    _l("申请材料"),
    FieldLayout("name", _l("材料名称")),
    FieldLayout("kind", _l("形式"), K.CHOICE, vocabulary.MATERIAL_KINDS),
    _number("copies", _l("份数")),
    FieldLayout(
        "necessity", _l("必要性"), K.CHOICE, vocabulary.NECESSITIES, hint=_l("视情形的，另选适用情形")
    ),
    WHEN,
    FieldLayout("issuer_type", _l("由谁出具"), K.CHOICE, vocabulary.ISSUER_TYPES),
    FieldLayout("issued_by", _l("出具单位")),
    FieldLayout("is_proof", _l("这是证明（须有法律、法规或国务院决定的依据）"), K.FLAG),
    RESTS_ON,
    FieldLayout("spared_by", _l("有下列任何一项即免提交"), K.WAYS),
    FieldLayout("by_commitment", _l("可用承诺代替"), K.FLAG),
    *_period("deferrable.", _l("容缺：最迟多久补交"), _l("不能容缺的留空")),
    FieldLayout("deferrable.note", _l("容缺说明")),
    FieldLayout("notes", _l("填报须知"), K.LONG),
    _maybe("blank_form", _l("空白表格")),
    _maybe("sample", _l("样本")),
    optional=("deferrable",),
    named_by="name",
    added_as=_l("加一份材料"),
    keyed="material",
)
STEPS: Final = _rows(
    "steps",
    _l("办理环节"),
    NAME,
    FieldLayout("kind", _l("环节"), K.CHOICE, vocabulary.STEP_KINDS),
    *_period("", _l("时间")),
    FieldLayout("by", _l("办理人")),
    NOTE,
    WHEN,
    named_by="name",
    added_as=_l("加一个环节"),
    keyed="step",
)
LEGAL: Final = _section(
    "limits.legal",
    _l("法定办结时限"),
    *_period("", _l("时间")),
    FieldLayout("open", _l("以办理点公布为准（时间留空）"), K.FLAG),
    _basis("basis"),
    NOTE,
)
PROMISED: Final = _section(
    "limits.promised",
    _l("承诺办结时限"),
    *_period("", _l("时间")),
    NOTE,
)
OTHER_LIMITS: Final = _section(
    "limits",
    _l("延长、颁发和补正"),
    *_period("limits.extension.", _l("可延长"), _l("不能延长的，这一组留空")),
    _number("limits.extension.times", _l("延长次数")),
    FieldLayout("limits.extension.approver", _l("批准人")),
    _basis("limits.extension.basis"),
    *_period("limits.issuing.", _l("颁发、送达时限"), _l("没有规定的留空")),
    _basis("limits.issuing.basis"),
    *_period("supplement.", _l("补正：最迟多久一次告知"), _l("没有规定的留空")),
    FieldLayout("supplement.silence", _l("逾期不告知"), K.CHOICE, vocabulary.SILENCES),
    _basis("supplement.basis"),
    optional=("limits.extension", "limits.issuing", "supplement"),
)
FEES: Final = _rows(
    "fees",
    _l("收费"),
    FieldLayout("name", _l("收费名称")),
    FieldLayout("standard", _l("标准")),
    FieldLayout("amount_fen", _l("金额（元）"), K.MONEY, hint=_l("不定额的留空"), blank=None),
    RESTS_ON,
    FieldLayout("waiver", _l("减免")),
    WHEN,
    named_by="name",
    added_as=_l("加一项收费"),
    keyed="fee",
)
ACCESS: Final = _section(
    "access",
    _l("怎么办、跑几次"),
    _number("visits", _l("到办事现场次数")),
    FieldLayout("visits_reason", _l("到现场原因")),
    FieldLayout("service_depth", _l("办理深度"), K.CHOICE, vocabulary.SERVICE_DEPTHS),
    FieldLayout("served_for", _l("通办范围")),
    FieldLayout("online", _l("可以网上办理"), K.FLAG),
    FieldLayout("by_post", _l("可以邮寄"), K.FLAG),
)
RESULT: Final = _section(
    "result",
    _l("办理结果"),
    FieldLayout("name", _l("结果名称")),
    FieldLayout("certificate_type", _l("证照类型"), K.CERTIFICATE, blank=None),
    _maybe("sample", _l("样本")),
    FieldLayout("validity", _l("有效期")),
    _number("validity_months", _l("有效期（月）")),
    _number("renewal.from_days", _l("延续：最早提前"), _l("不用延续的，这一组留空")),
    _number("renewal.until_days", _l("延续：最迟提前")),
    _unit("renewal.unit"),
    FieldLayout("renewal.note", _l("延续说明")),
    optional=("renewal",),
)
REMEDIES: Final = _section(
    "remedies",
    _l("救济途径"),
    FieldLayout("reconsideration.to", _l("行政复议：受理机关"), hint=_l("没有的，这一组留空")),
    _number("reconsideration.days", _l("复议期限（日）")),
    _basis("reconsideration.basis"),
    FieldLayout("reconsideration.first", _l("应当先复议"), K.FLAG),
    FieldLayout("lawsuit.to", _l("行政诉讼：受理法院"), hint=_l("没有的，这一组留空")),
    _number("lawsuit.months", _l("起诉期限（月）")),
    _basis("lawsuit.basis"),
    optional=("reconsideration", "lawsuit"),
)
FAQS: Final = _rows(
    "faqs",
    _l("常见问题"),
    FieldLayout("question", _l("问题")),
    FieldLayout("answer", _l("回答"), K.LONG),
    named_by="question",
    added_as=_l("加一个问题"),
)
OPEN_POINTS: Final = _rows(
    "open_points",
    _l("待公布、待核对"),
    FieldLayout("element", _l("要素"), hint=_l("例如 limits.legal")),
    FieldLayout("note", _l("说明"), K.LONG),
    named_by="element",
    added_as=_l("加一处"),
)
SECTIONS: Final = (
    IDENTITY,
    BASES,
    CONDITIONS,
    MATERIALS,
    STEPS,
    LEGAL,
    PROMISED,
    OTHER_LIMITS,
    FEES,
    ACCESS,
    RESULT,
    REMEDIES,
    FAQS,
    OPEN_POINTS,
)
ONLY_TEXT: Final = {
    "situations": _l("办理情形"),
    "questions": _l("情景引导"),
    "form_fields": _l("申请表"),
    "commitment": _l("告知承诺"),
    "quantity_limit": _l("数量限制"),
    "intermediary": _l("中介服务"),
}
"""Elements without a field of their own."""
PREFIXES: Final = {"identity": "", "limits": ""}
"""Sections whose entries name their whole path."""


def prefix_of(section: SectionLayout) -> str:
    """What stands before the paths of a section's entries: "access." or nothing."""
    path = PREFIXES.get(section.path, section.path)
    return f"{path}." if path else ""


def group_of(section: SectionLayout, entry: FieldLayout) -> str:
    """The optional group that an entry of the section belongs to, or nothing."""
    return next((group for group in section.optional if entry.path.startswith(f"{group}.")), "")
