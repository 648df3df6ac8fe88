"""Items of a bundle that apply only from a size on, which the body of each place sets (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from guides.bundles.model import BundleTerms
from guides.scenario import Answers


@dataclass(frozen=True)
class SizeLimit:
    """From which size on an item applies in a division: either limit is enough, None is no limit."""

    item: str
    division_code: str
    least_area: int | None
    least_seats: int | None
    source: str


SizeLimits: TypeAlias = Sequence[SizeLimit]
NO_LIMITS: Final[SizeLimits] = ()


class SizeVerdict(StrEnum):
    """Whether an item applies to a place of this size."""

    APPLIES = "applies"
    TOO_SMALL = "too_small"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class SizedItem:
    """An item that depends on a size, with the answers and the limit that decided; None is not answered."""

    item: str
    verdict: SizeVerdict
    area: str | None
    seats: str | None
    division_code: str
    limit: SizeLimit | None


def sized_items(
    bundle: BundleTerms, codes: Sequence[str], answers: Answers, limits: SizeLimits
) -> tuple[SizedItem, ...]:
    """The verdict on each of the items that depends on a size, once the division is answered."""
    return tuple(_sized(bundle, codes, answers, limits))


def questions_without_use(bundle: BundleTerms, dropped: Sequence[str]) -> frozenset[str]:
    """The questions of the bundle that only the dropped items need."""
    passed: dict[str, set[str]] = {}
    for answer in bundle.answers:
        passed.setdefault(answer.from_question, set()).add(answer.item)
    conditions = [entry.when for entry in bundle.items] + [question.when for question in bundle.questions]
    used = {key for when in conditions for key in when}
    return frozenset(key for key, items in passed.items() if items <= set(dropped) and key not in used)


def _sized(
    bundle: BundleTerms, codes: Sequence[str], answers: Answers, limits: SizeLimits
) -> Iterator[SizedItem]:
    for entry in bundle.items:
        if entry.size is None or entry.item not in codes or entry.size.place not in answers:
            continue
        division = answers[entry.size.place]
        limit = next((one for one in limits if (one.item, one.division_code) == (entry.item, division)), None)
        area, seats = (answers.get(key or "") for key in (entry.size.area, entry.size.seats))
        verdict = _verdict(limit, area=area, seats=seats)
        yield SizedItem(entry.item, verdict, area, seats, division, limit)


def _verdict(limit: SizeLimit | None, *, area: str | None, seats: str | None) -> SizeVerdict:
    """Too small only if everything that the place limits is answered and below its limit."""
    demands = [] if limit is None else [(limit.least_area, area), (limit.least_seats, seats)]
    known = [(least, answer) for least, answer in demands if least is not None]
    if any(answer is not None and Decimal(answer) >= least for least, answer in known):
        return SizeVerdict.APPLIES
    if not known or any(answer is None for _least, answer in known):
        return SizeVerdict.NOT_KNOWN
    return SizeVerdict.TOO_SMALL
