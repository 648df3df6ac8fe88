"""Order of the cases of a bundle: dependencies between items, items ready to start, circular dependencies."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Final, TypeAlias

from guides.bundles.model import BundleTerms
from guides.errors import CircularOrder
from guides.scenario import option_values
from guides.terms import Applicability, GuideTerms, Material, Question

Demands: TypeAlias = Mapping[str, frozenset[str]]  # question → the answers with which something applies
Waits: TypeAlias = Mapping[str, Collection[str]]  # item → the items it waits for

SEARCH_STEPS: Final = 20_000  # a bundle that exceeds this number of search steps is refused


@dataclass(frozen=True)
class PossibleWait:
    """A dependency: if the answers meet `demands`, both items are selected and `item` waits for `on`."""

    item: str
    on: str
    demands: Demands


@dataclass
class Search:
    """The remaining number of steps for the search for circular dependencies."""

    steps: int = field(default=SEARCH_STEPS)

    def step(self) -> bool:
        self.steps -= 1
        return self.steps >= 0


def order_in_stages(waits_for: Waits) -> tuple[tuple[str, ...], ...]:
    """The items in the order of processing; the items of one stage can run in parallel.

    Raises CircularOrder when items wait for each other.
    """
    sorter = TopologicalSorter(waits_for)
    try:
        sorter.prepare()
    except CycleError as error:
        raise CircularOrder(tuple(reversed(error.args[1]))) from None
    position = {item: number for number, item in enumerate(waits_for)}
    stages = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda item: position.get(item, len(position)))
        sorter.done(*ready)
        stages.append(tuple(ready))
    return tuple(stages)


def is_spared_by(material: Material, certificate_type: str | None) -> bool:
    """True when a certificate of `certificate_type` alone replaces `material`."""
    return certificate_type is not None and any(
        way.certificate_type == certificate_type for way in material.spared_by
    )


def find_circle(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> tuple[str, ...] | None:
    """Items of `bundle` that would wait for each other under some answers, ending with the first; or None.

    `guides` maps item codes to guides. All combinations of answers are covered without enumerating them: a
    circle exists when the demands of all its dependencies can be met together. In doubt the function reports
    a circle.
    """
    waits = list(possible_waits(bundle, guides))
    for knot in knots(waits):
        inner = [wait for wait in waits if wait.item in knot and wait.on in knot]
        circle = circle_in(knot, inner)
        if circle:
            return circle
    return None


def possible_waits(bundle: BundleTerms, guides: Mapping[str, GuideTerms]) -> Iterator[PossibleWait]:
    """Every dependency between two items that some answers can cause."""
    shared_questions = QuestionScope(bundle.questions)
    selected = {entry.item: shared_questions.demands(entry.when) for entry in bundle.items}
    for entry in bundle.items:
        item = entry.item
        own = QuestionScope(guides[item].questions, item=item, shared=shared_answers(bundle, item))
        for other in (one for one in selected if one != item):
            both = join(selected[item], selected[other])
            if other in entry.after and both is not None:
                yield PossibleWait(item, other, both)
            for material in guides[item].materials:
                if is_spared_by(material, guides[other].result.certificate_type):
                    together = join(both, material_demands(material, guides[item], own))
                    if together is not None:
                        yield PossibleWait(item, other, together)


def shared_answers(bundle: BundleTerms, item: str) -> dict[str, Question]:
    """`item`'s question → the bundle's question that answers it, if that is shown to everybody."""
    always = {question.key: question for question in bundle.questions if not question.when}
    return {
        answer.question: always[answer.from_question]
        for answer in bundle.answers
        if answer.item == item and answer.from_question in always
    }


@dataclass(frozen=True)
class QuestionScope:
    """A list of questions, with the name that identifies each answer across the bundle."""

    questions: Sequence[Question]
    item: str | None = None
    shared: Mapping[str, Question] = field(default_factory=dict)

    def demand(self, question: Question, values: Iterable[str]) -> Demands:
        """The demand that `question` is answered by one of `values`, under the bundle's key if passed on."""
        offered = frozenset(values) & frozenset(option_values(question))
        passed = self.shared.get(question.key)
        if passed is not None:
            return {passed.key: offered & frozenset(option_values(passed))}
        return {question.key if self.item is None else f"{self.item}:{question.key}": offered}

    def demands(self, when: Applicability, before: int | None = None) -> Demands | None:
        """The demands of `when` and of the visibility of its questions; None when no answers can match.

        Only the first `before` questions count: the visibility of a question depends on the answers to
        earlier ones.
        """
        positions = {question.key: number for number, question in enumerate(self.questions[:before])}
        together: Demands | None = {}
        for key, values in when.items():
            if key not in positions:
                return None
            question = self.questions[positions[key]]
            shows = self.demands(question.when, positions[key])
            together = join(join(together, shows), self.demand(question, values))
        return together


def material_demands(material: Material, terms: GuideTerms, questions: QuestionScope) -> Demands | None:
    """The answers for which an item requests `material`, or None if there are none."""
    demands = questions.demands(material.when)
    commitment = terms.commitment
    if not material.by_commitment or commitment is None:
        return demands
    for question in terms.questions:
        if question.key == commitment.question and not question.when:
            declined = frozenset(option_values(question)) - {commitment.value}
            return join(demands, questions.demand(question, declined))
    return demands


def join(first: Demands | None, second: Demands | None) -> Demands | None:
    """Both demands combined; None when they cannot be met together."""
    if first is None or second is None:
        return None
    together = dict(first)
    for name, values in second.items():
        together[name] = together.get(name, values) & values
        if not together[name]:
            return None
    return together if all(together.values()) else None


def knots(waits: Iterable[PossibleWait]) -> list[tuple[str, ...]]:
    """Groups of two or more items that can all reach each other along `waits`, whatever the answers are."""
    ahead: dict[str, set[str]] = {}
    for wait in waits:
        ahead.setdefault(wait.item, set()).add(wait.on)
        ahead.setdefault(wait.on, set())
    reach = {item: reachable(item, ahead) for item in ahead}
    groups: dict[frozenset[str], tuple[str, ...]] = {}
    for item in ahead:
        group = tuple(other for other in ahead if other in reach[item] and item in reach[other])
        if len(group) > 1:
            groups.setdefault(frozenset(group), group)
    return list(groups.values())


def reachable(start: str, ahead: Mapping[str, Collection[str]]) -> set[str]:
    """The items that can be reached from `start` in one or more steps along `ahead`."""
    seen: set[str] = set()
    open_items = list(ahead[start])
    while open_items:
        item = open_items.pop()
        if item not in seen:
            seen.add(item)
            open_items.extend(ahead[item])
    return seen


def circle_in(knot: Sequence[str], waits: Sequence[PossibleWait]) -> tuple[str, ...] | None:
    """A circle along `waits` whose demands can be met together; the whole group after too long a search."""
    search = Search()
    for number, start in enumerate(knot):
        inner = [wait for wait in waits if wait.item in knot[number:] and wait.on in knot[number:]]
        circle = walk((start,), {}, inner, search)
        if circle:
            return circle
    return (*knot, knot[0]) if search.steps < 0 else None


def walk(
    path: tuple[str, ...], demands: Demands, waits: Sequence[PossibleWait], search: Search
) -> tuple[str, ...] | None:
    """The first circle that continues `path` back to its start under `demands`, or None."""
    for wait in waits:
        if wait.item != path[-1] or wait.on in path[1:] or not search.step():
            continue
        together = join(demands, wait.demands)
        if together is None:
            continue
        if wait.on == path[0]:
            return (*path, path[0])
        circle = walk((*path, wait.on), together, waits, search)
        if circle:
            return circle
    return None
