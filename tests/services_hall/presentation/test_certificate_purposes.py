"""Texts for holders about the uses of their certificates."""

import pytest

from services_hall.applications.enumerations import UsePurpose
from services_hall.presentation.certificate_purposes import PURPOSES, purpose_text

pytestmark = pytest.mark.usefixtures("source_language")


def test_every_purpose_has_its_words() -> None:
    assert list(PURPOSES) == list(UsePurpose)


@pytest.mark.parametrize(
    ("purpose", "request_mark", "text"),
    [
        ("食品经营许可（新办）", "0123456789ab", "办理食品经营许可（新办）"),
        ("own_view", "0123456789ab", "办理own_view"),
        ("own_view", "", "本人查看可免提交的材料"),
        ("certificate_taken", "", "领取本办件办出的电子证照"),
        ("核对户籍", "", "核对户籍"),
    ],
)
def test_a_purpose_is_said(purpose: str, request_mark: str, text: str) -> None:
    assert purpose_text(purpose, request_mark) == text
