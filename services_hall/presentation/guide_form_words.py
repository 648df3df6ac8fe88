"""Wording of the editor's form for the terms of a guide: labels, section titles, hints, names of buttons.

The label of a field comes from the vocabulary, unless the form uses a sentence of its own.
"""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from guides.element_labels import ELEMENTS, part_label

SECTION_TITLES: Final[Mapping[str, LazyString]] = {
    "identity": _l("基本信息"),
    "limits": _l("延长、颁发和补正"),
    "access": _l("怎么办、跑几次"),
    "remedies": _l("救济途径"),
    "open_points": _l("待公布、待核对"),
}
"""The titles of sections that contain several elements of the vocabulary, or only a part of one."""
ADD_LABELS: Final[Mapping[str, LazyString]] = {
    "legal_bases": _l("加一条依据"),
    "conditions": _l("加一个条件"),
    "materials": _l("加一份材料"),
    "steps": _l("加一个环节"),
    "fees": _l("加一项收费"),
    "faqs": _l("加一个问题"),
    "form_fields": _l("加一个填写项"),
    "open_points": _l("加一处"),
}
PROMPTS: Final[Mapping[str, LazyString]] = {
    "materials.is_proof": _l("这是证明（须有法律、法规或国务院决定的依据）"),
    "materials.spared_by": _l("有下列任何一项即免提交"),
    "materials.deferrable.days": _l("容缺：最迟多久补交"),
    "limits.legal.open": _l("以办理点公布为准（时间留空）"),
    "limits.extension.days": _l("可延长"),
    "limits.issuing.days": _l("颁发、送达时限"),
    "limits.starts_with": _l("时限从哪件事的次日起算"),
    "limits.ends_with": _l("时限到哪件事为止"),
    "supplement.days": _l("补正：最迟多久一次告知"),
    "fees.amount_fen": _l("金额（元）"),
    "access.online": _l("可以网上办理"),
    "access.by_post": _l("可以邮寄"),
    "remedies.reconsideration.first": _l("应当先复议"),
}
"""The questions that the form shows instead of the name of the part."""
HINTS: Final[Mapping[str, LazyString]] = {
    "topics": _l("几个主题之间用顿号隔开"),
    "life_events": _l("几个之间用顿号隔开"),
    "materials.necessity": _l("视情形的，另选适用情形"),
    "materials.blank_form": _l("上传 PDF、JPG 或 PNG，或者写网址；没有的留空"),
    "materials.sample": _l("上传填好的样子，不要用真人的信息；也可以写网址；没有的留空"),
    "materials.deferrable.days": _l("不能容缺的留空"),
    "limits.extension.days": _l("不能延长的，这一组留空"),
    "limits.issuing.days": _l("没有规定的留空"),
    "supplement.days": _l("没有规定的留空"),
    "fees.amount_fen": _l("不定额的留空"),
    "fees.pay_ways": _l("例如：微信、支付宝、银行卡、现金；不清楚的留空"),
    "fees.pay_place": _l("窗口的名称和地址，或者缴费网址；不清楚的留空"),
    "fees.pay_days": _l("从缴费通知书送达的次日算起，工作日；没有规定的留空"),
    "result.renewal.from_days": _l("不用延续的，这一组留空"),
    "open_points.element": _l("例如 limits.legal"),
    "form_fields.type": _l("类型决定怎么填、怎么检查；选项的内容在全文里写"),
    "form_fields.max_length": _l("文字才写；不写的最多 500 个字"),
    "form_fields.prefill": _l("例如 applicant.name、organisation.name、question.area；自己填的留空"),
    "form_fields.unit": _l("数量、尺寸、整数才写，例如 平方米"),
    "form_fields.least": _l("数量、金额（元）、尺寸、整数才写；不写的要大于 0"),
    "form_fields.most": _l("同上；用来发现多写的零"),
    "form_fields.parts": _l("尺寸才写：长×高是 2，长×高×厚是 3"),
    "form_fields.differs_from": _l("另一个填写项的键，例如 applicant_identifier：两个人不能是同一个"),
    "form_fields.in_district": _l("地点才写：选的街道要在申请人选的办理区里"),
    "form_fields.day_rule.not_future": _l("日期（和身份证号码里的出生日期）才写；没有要求的，这一组留空"),
    "form_fields.day_rule.earliest": _l("例如 2026-01-31"),
    "form_fields.day_rule.latest": _l("例如 2026-12-31"),
    "form_fields.day_rule.within_last": _l("从申请那天往前数，例如 6 个月以内写 6"),
    "form_fields.day_rule.older_than": _l("至少过了多久，例如住满半年写 6、单位选个月"),
    "form_fields.day_rule.within_next": _l("从申请那天往后数"),
    "form_fields.day_rule.not_before": _l("另一个日期的键：不能比它早"),
    "form_fields.day_rule.when": _l("只对这样回答的人检查；不选的，对所有人检查"),
}
GROUP_HINT: Final = _l("没有的，这一组留空")
"""The hint at the first field of an optional group that has no hint of its own."""


def element_title(path: str) -> str:
    """The vocabulary's label of an element or of a part of an element."""
    return gettext(ELEMENTS.get(path) or part_label(path))


def section_title(path: str) -> str:
    """The title of the section at `path`."""
    return str(SECTION_TITLES.get(path) or element_title(path))


def add_label(path: str) -> str:
    """The name of the button that adds an entry to the list at `path`."""
    return str(ADD_LABELS.get(path) or _l("加一行"))


def field_label(path: str, *, group: str = "") -> str:
    """The label of the field at `path`; `group` is the path of the optional group whose first field it is."""
    if path in PROMPTS:
        return str(PROMPTS[path])
    label = element_title(path)
    return gettext("%(group)s：%(label)s", group=element_title(group), label=label) if group else label


def field_hint(path: str, *, opens_group: bool) -> str:
    """The hint at the field at `path`, or an empty text."""
    return str(HINTS.get(path) or (GROUP_HINT if opens_group else ""))
