"""Dictionaries of Chinese for the search: segmentation and pinyin, loaded with the first search of a process.

They take 45 MB. A process that only answers pages, forms and the API of filings never needs them.
"""

import os

# This must be set before pypinyin is imported: its phrase dictionary would take 50 MB more.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")


def cut(text: str) -> list[str]:
    """The words of `text`, in their order, without overlap."""
    import rjieba  # noqa: PLC0415 - loaded with the first search

    words: list[str] = rjieba.cut(text)
    return words


def cut_within(text: str) -> list[str]:
    """The words inside of `text`, including overlapping ones."""
    import rjieba  # noqa: PLC0415 - loaded with the first search

    return [*rjieba.cut_for_search(text), *rjieba.cut_all(text)]


def spelling(character: str) -> str:
    """The pinyin of a Chinese character, without tone."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - loaded with the first search

    return "".join(lazy_pinyin(character, style=Style.NORMAL, errors="ignore"))
