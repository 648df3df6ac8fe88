"""Formats of the values in a guide's terms, equal in all channels: time, money, limits, citations."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from guides import vocabulary
from guides.enumerations import MaterialKind, Unit
from guides.terms import Applicability, LegalBasis, LegalLimit, Material, Period, Question, SparedBy
from services_hall.clock import local_day, local_time
from services_hall.presentation.labels import code_label

COUNTRY: Final = "中华人民共和国"
KILOBYTE: Final = 1024
MEGABYTE: Final = 1024 * KILOBYTE
DAY: Final = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b", re.ASCII)
WHOLE: Final = Markup('<span class="day">%s</span>')
"""What no line of a page breaks within."""


def file_size(size: int) -> str:
    """The size of a file in KB, or from a megabyte on in MB with one decimal."""
    if size < MEGABYTE:
        return f"{-(-size // KILOBYTE)} KB"
    return f"{size / MEGABYTE:.1f} MB"


def in_lines(text: str | None) -> Markup:
    """A text that a person wrote, with its lines as lines of the page."""
    return Markup("<br>").join((text or "").splitlines())


def moment(instant: datetime) -> str:
    """An instant in the hall's time zone: 2026-11-20 09:00."""
    return local_time(instant).strftime("%Y-%m-%d %H:%M")


def day(when: date | datetime) -> str:
    """A day: 2026-11-20; for an instant, the day in the hall's time zone."""
    return (local_day(when) if isinstance(when, datetime) else when).isoformat()


def page_day(when: date | datetime) -> Markup:
    """A day for a page, which no line breaks at a hyphen."""
    return WHOLE % day(when)


def page_moment(instant: datetime) -> Markup:
    """An instant for a page, whose day no line breaks."""
    on, _space, at = moment(instant).partition(" ")
    return Markup("%s %s") % (WHOLE % on, at)


def whole_days(text: str) -> Markup:
    """A sentence for a page, in which no line breaks within a day."""
    parts = DAY.split(text)
    return Markup().join(WHOLE % part if place % 2 else part for place, part in enumerate(parts))


def period(limit: Period | LegalLimit | None) -> str:
    """A limit in its own unit: 5 个工作日; an open limit names the place that publishes it; zero is 当场."""
    if limit is None or limit.days is None:
        return _(vocabulary.OPEN_LIMIT)
    return time_span(limit.days, limit.unit)


def time_span(amount: int, unit: str) -> str:
    """An amount in its unit: 5 个工作日; 0 is 当场."""
    if amount == 0:
        return _(vocabulary.AT_ONCE)
    match Unit(unit):
        case Unit.WORKING_DAY:
            return ngettext("%(num)d 个工作日", "%(num)d 个工作日", amount)
        case Unit.CALENDAR_DAY:
            return ngettext("%(num)d 日", "%(num)d 日", amount)
        case Unit.MONTH:
            return ngettext("%(num)d 个月", "%(num)d 个月", amount)
        case Unit.HOUR:
            return ngettext("%(num)d 小时", "%(num)d 小时", amount)


def money(fen: int) -> str:
    """An amount of fen in yuan: 40 元, 0.50 元."""
    yuan, rest = divmod(fen, 100)
    return _("%(amount)s 元", amount=f"{yuan}.{rest:02d}" if rest else f"{yuan:,}")


def article(basis: LegalBasis) -> str:
    """A legal basis in the usual form of a citation: 《中华人民共和国食品安全法》第三十五条."""
    law = basis.law if basis.law.startswith("《") else f"《{basis.law}》"
    return law + (basis.article or "")


def cited_as(basis: LegalBasis) -> str:
    """A legal basis within a text, without the name of the country: 《食品安全法》第三十五条."""
    return article(basis).replace(f"《{COUNTRY}", "《", 1)


def copies(material: Material) -> str:
    """The required copies of a material: 复印件 2 份."""
    kind = code_label(vocabulary.MATERIAL_KINDS, material.kind)
    if material.kind is MaterialKind.ELECTRONIC:
        return kind
    return f"{kind} " + ngettext("%(num)d 份", "%(num)d 份", material.copies)


def spared_by(ways: Iterable[SparedBy], names: Mapping[str, str]) -> str:
    """The certificates and data checks, each of which replaces the material: 有电子营业执照即免."""
    some_certificate, some_data = (
        _("证照"),
        _("数据"),
    )  # not inside the calls below, because pybabel would not find them there
    listed = [
        _("有电子%(name)s", name=names.get(way.certificate_type, some_certificate))
        if way.certificate_type
        else _("%(name)s核验通过", name=_data_name(way.data_check or "", some_data))
        for way in ways
    ]
    return _("%(ways)s即免", ways=_("，或").join(dict.fromkeys(listed)))


def circumstances(when: Applicability, questions: Iterable[Question]) -> str:
    """The answers for which an entry applies, in the words of the questions."""
    by_key = {question.key: question for question in questions}
    return "；".join(
        f"{by_key[key].text}{_('、').join(_labels(by_key[key], set(values)))}"
        for key, values in when.items()
        if key in by_key
    )


def _data_name(code: str, otherwise: str) -> str:
    return code_label(vocabulary.DATA_CHECKS, code) if code in vocabulary.DATA_CHECKS else otherwise


def _labels(question: Question, values: set[str]) -> list[str]:
    return [option.label for option in question.options if option.value in values]
