"""Every code of every enumeration has one message, whose places are the values that the rule gives."""

import re
from enum import StrEnum
from typing import Final

import pytest

from guides.errors import FieldProblem
from services_hall.applications.answers import AnswerFault
from services_hall.attachments.errors import UploadRefused
from services_hall.attachments.uploads import FileKind, UploadFault
from services_hall.presentation.messages import MESSAGES, code_message, message
from services_hall.presentation.request_messages import RequestFault

PLACE: Final = re.compile(r"%\((\w+)\)s")
PLACES: Final[dict[StrEnum, set[str]]] = {
    **{
        code: {"label"}
        for code in AnswerFault
        if code.name.startswith(("MISSING", "NOT_CHOSEN", "UNPRINTABLE", "WRONG_", "NOT_A", "DIGITS"))
    },
    AnswerFault.NO_SUCH_OPTION: {"label"},
    AnswerFault.TOO_LONG: {"label", "longest", "length"},
    AnswerFault.MATERIAL_MISSING: {"name"},
    AnswerFault.NOT_HANDLED_THERE: {"item"},
}


@pytest.mark.parametrize("kind", list(MESSAGES))
def test_every_code_has_one_message(kind: type[StrEnum]) -> None:
    assert list(MESSAGES[kind]) == list(kind) or set(MESSAGES[kind]) == set(kind)
    assert all(code_message(code) for code in kind)


@pytest.mark.parametrize("code", list(AnswerFault))
def test_a_message_about_an_answer_has_the_places_of_its_values(code: AnswerFault) -> None:
    assert set(PLACE.findall(code_message(code))) == PLACES.get(code, set())


def test_codes_and_tuples_in_a_message_are_said_in_words() -> None:
    values = {"name": "a.pdf", "kind": FileKind.PNG}
    refused = UploadRefused(FieldProblem(UploadFault.OTHER_CONTENT, values))
    assert message(refused.problem) == "“a.pdf”的内容其实是PNG 图片，与文件名不符，请核对后再传。"
    words = FieldProblem(RequestFault.NOT_ONE_OF, {"words": ("grant", "deny")})
    assert message(words) == "只能是：grant、deny。"


def test_a_sentence_without_values_keeps_its_percent_signs() -> None:
    assert message(FieldProblem(RequestFault.NOT_JSON)) == "不是有效的 JSON。"
