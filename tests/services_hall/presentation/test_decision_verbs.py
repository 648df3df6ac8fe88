"""Each kind of item says its decisions by its own verbs, at every place that says them."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask_babel.speaklater import LazyString

import services_hall
from guides.enumerations import ItemType
from services_hall.applications.item_handling import HANDLING
from services_hall.applications.lifecycle import CaseAction, CaseOutcome, CaseStanding, CaseState
from services_hall.applications.models import NoticeKind
from services_hall.presentation import case_words
from services_hall.presentation.decision_verbs import VERBS

SOURCE: Final = Path(services_hall.__file__).parent
T = ItemType
OWN: Final = {
    T.LICENCE: {"准予", "许可"},
    T.REGISTRATION: {"准予", "登记"},
    T.FILING: {"备案", "退回材料"},
    T.CONFIRMATION: {"确认"},
    T.PAYMENT: {"准予", "提取"},
    T.PUBLIC_SERVICE: {"予以办理", "不予办理", "办理结果"},
    T.OTHER_POWER: {"批准"},
}
"""The verbs and nouns of each type of item."""
EVERY: Final = frozenset[str]().union(*OWN.values()) - {"备案"}
LICENSING: Final = frozenset({CaseAction.DEEM_RENEWED, *(a for a in CaseAction if "HEARING" in a.name)})
"""Actions that only the law on licences knows."""
NO_DECISION: Final = {
    "guide_desk": "editions of guides are approved",
    "templates/guide_desk": "editions of guides are approved",
    "templates/desks/extensions.html": "the head approves an extension",
    "templates/desks/forms/extension.html": "the head approves an extension",
    "templates/desks/parts/actions/clock.html": "the head approves an extension",
    "templates/macros/page.html": "editions of guides are approved",
    "templates/online/changes.html": "editions of guides are approved",
    "templates/online/parts/guide_steps.html": "somebody approves an extension",
    "templates/oversight/dashboard.html": "editions of guides are approved",
    "templates/papers/guide.html": "editions and extensions are approved",
    "desks/head_pages.py": "the head approves an extension",
    "desks/actions/clock.py": "the head approves an extension",
    "presentation/error_messages.py": "editions and extensions are approved",
    "presentation/case_words.py": "the head did not approve an extension",
    "presentation/decision_verbs.py": "the table of verbs",
}
"""Where 批准 is no decision on an application, and what is approved there."""
APPROVAL: Final = re.compile(r"_l?\(\s*['\"][^'\"]*批准")
DENIAL: Final = re.compile(r"不予(批准|许可|登记|确认|办理)|不准提取|予以(批准|确认|办理)|准予(登记|提取)")


def said_of(item_type: ItemType) -> Iterator[LazyString]:
    """What pages, lists and answers say of a case of this type."""
    yield from (
        case_words.status_words(CaseStanding(state, is_delivered), item_type)
        for state, is_delivered in product(CaseState, (True, False))
    )
    yield from (case_words.state_words(state, item_type) for state in CaseState)
    yield from (case_words.outcome_words(outcome, item_type) for outcome in CaseOutcome)
    yield from (case_words.notice_words(kind, item_type) for kind in NoticeKind)
    yield from (
        case_words.action_words(action, item_type)
        for action in CaseAction
        if action not in LICENSING and action is not CaseAction.DECLINE_EXTENSION
    )


@pytest.mark.parametrize("item_type", ItemType)
def test_no_kind_of_item_borrows_the_verb_of_another(empty_hall: Flask, item_type: ItemType) -> None:
    own = OWN[item_type]
    foreign = {word for word in EVERY if not any(word in one or one in word for one in own)}
    with empty_hall.test_request_context():
        said = {str(words) for words in said_of(item_type)}
        assert {word for word in foreign for one in said if word in one} == set()
        if not HANDLING[item_type].is_recorded:
            assert f"已办结·{VERBS[item_type].denial}" in said
            assert f"已办结·{VERBS[item_type].grant}" in said


def marked_sources() -> Iterator[tuple[str, str]]:
    for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"))):
        yield path.relative_to(SOURCE).as_posix(), path.read_text(encoding="utf-8")


def test_no_other_page_says_a_decision_by_a_verb_of_its_own() -> None:
    approving = {path for path, text in marked_sources() if APPROVAL.search(text)}
    is_known = {path for path in approving if path in NO_DECISION or Path(path).parts[0] == "guide_desk"}
    guide_desk = {path for path in approving if path.startswith("templates/guide_desk/")}
    assert approving - is_known - guide_desk == set()
    papers = ("applications/paper_texts/", "presentation/decision_verbs.py", "demo/")
    told = {
        path: found[0]
        for path, text in marked_sources()
        if not path.startswith(papers) and (found := DENIAL.search(text))
    }
    assert told == {}
