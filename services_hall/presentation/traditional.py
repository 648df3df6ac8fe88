"""Traditional characters for the texts of pages: OpenCC, then a list of corrections."""

from functools import cache
from typing import Final

from babel.support import NullTranslations
from opencc import OpenCC

TRADITIONAL: Final = "zh_Hant"
CORRECTIONS: Final = (
    ("爲", "為"),
    ("覈", "核"),
    ("佈", "布"),
    ("臺", "台"),
    ("纔", "才"),
    ("隻用", "只用"),
    ("髮", "發"),
    ("複議", "復議"),
    ("回復", "回覆"),
    ("準予", "准予"),
    ("不準提", "不准提"),
    ("籤了", "簽了"),
    ("盡快", "儘快"),
    ("制證", "製證"),
    ("制好", "製好"),
    ("指南里", "指南裏"),
)
"""What OpenCC writes in rare forms, or chooses wrongly for the words of this field."""

_CONVERTER: Final = OpenCC("s2t")


@cache
def traditional(text: str) -> str:
    """A text of the pages in traditional characters; placeholders stay as they are."""
    converted: str = _CONVERTER.convert(text)
    for wrong, right in CORRECTIONS:
        converted = converted.replace(wrong, right)
    return converted


class TraditionalTexts(NullTranslations):
    """A catalogue that is never out of date: it converts the source texts as they are asked for."""

    def gettext(self, message: str) -> str:
        """The text in traditional characters."""
        return traditional(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text in traditional characters, which have no plural."""
        return traditional(msgid1)

    ugettext = gettext
    ungettext = ngettext
