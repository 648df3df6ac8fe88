"""Words of texts and queries for the search: simplified characters, segmentation, pinyin, everyday words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from threading import Lock
from typing import Any, Final

import yaml
from opencc import OpenCC

from guides.search.dictionaries import cut, cut_within, spelling

HAN: Final = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")
LATIN: Final = re.compile(r"[a-z0-9]+")
RUN: Final = re.compile(f"{HAN.pattern}|{LATIN.pattern}")

CACHED_TEXTS: Final = 4_096  # topics, materials and agencies are repeated in many guides

_conversion_lock = Lock()


@cache
def converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def search_words() -> Mapping[str, Any]:
    text = resources.files("guides").joinpath("data/search_words.yaml").read_text("utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


@cache
def filler_words() -> frozenset[str]:
    """Words with little meaning for the search; they count only when a query has no other words."""
    return frozenset(search_words()["filler"])


@cache
def everyday_words() -> Mapping[str, tuple[str, ...]]:
    """Everyday word → the words of the guides with the same meaning."""
    return {word: tuple(meant) for word, meant in search_words()["meant"].items()}


@lru_cache(CACHED_TEXTS)
def simplify(text: str) -> str:
    """`text` in simplified characters, plain letters and lower case: 居住證ＪＺＺ → 居住证jzz."""
    plain = unicodedata.normalize("NFKC", text).lower()
    with _conversion_lock:  # the library loads its dictionaries at the first call
        converted: str = converter().convert(plain)
    return converted


def runs(text: str) -> list[str]:
    """The sequences of Chinese characters and of Latin letters and digits in the simplified `text`."""
    return RUN.findall(text)


@lru_cache(CACHED_TEXTS)
def index_words(text: str) -> tuple[str, ...]:
    """Every word in `text`, including overlapping ones: 居民身份证 → 居民, 身份, 身份证 …"""
    words: dict[str, None] = {}
    for run in runs(simplify(text)):
        if not HAN.match(run):
            words[run] = None
            continue
        pieces = [*cut(run), *cut_within(run)]
        words |= dict.fromkeys(piece for piece in pieces if len(piece) > 1 or len(run) == 1)
        words |= dict.fromkeys(special_words_in(run))
    return tuple(words)


@cache
def special_words() -> tuple[str, ...]:
    """Everyday words and the corresponding words of the guides, each once."""
    return tuple(dict.fromkeys(each for word, meant in everyday_words().items() for each in (word, *meant)))


def special_words_in(text: str) -> list[str]:
    """The special words that `text` contains, independent of the segmentation."""
    return [word for word in special_words() if word in text]


def query_words(text: str) -> list[str]:
    """The words of a query in their order; everyday words are not split. `text` is already simplified."""
    words: list[str] = []
    for run in runs(text):
        words.extend(han_words(run) if HAN.match(run) else [run])
    return list(dict.fromkeys(words))


@cache
def everyday_pattern() -> re.Pattern[str]:
    longest_first = sorted(everyday_words(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def han_words(run: str) -> list[str]:
    """The words of a sequence of Chinese characters; everyday words are extracted first."""
    whole = cut(run)
    words: list[str] = []
    start = 0
    for match in everyday_pattern().finditer(run):
        if any(match.group() in word and match.group() != word for word in whole):
            continue  # part of a longer word, such as 身份证 in 居民身份证
        words.extend(cut(run[start : match.start()]))
        words.append(match.group())
        start = match.end()
    words.extend(cut(run[start:]))
    return words


def parts(word: str) -> list[str]:
    """The shorter words inside `word`, each with at least two characters."""
    return list(dict.fromkeys(piece for piece in cut_within(word) if 1 < len(piece) < len(word)))


@cache
def syllable(character: str) -> str:
    """The pinyin of a Chinese character, without tone."""
    return spelling(character)


def spellings(texts: Iterable[str]) -> Iterator[list[str]]:
    """The syllables of each of `texts`, starting at each of its words: 居住证 → [ju, zhu, zheng]."""
    for text in dict.fromkeys(texts):
        for run in HAN.findall(simplify(text)):
            syllables = [syllable(character) for character in run]
            start = 0
            for word in cut(run):
                yield [each for each in syllables[start:] if each]
                start += len(word)


def initials(texts: Iterable[str]) -> list[str]:
    """The first letters of the pinyin of `texts`, starting at each word: 居住证申领 → jzzsl, sl."""
    return list(dict.fromkeys("".join(each[0] for each in spelling) for spelling in spellings(texts)))


def pinyin(texts: Iterable[str]) -> list[str]:
    """The full pinyin of `texts` without tones and blanks, starting at each word."""
    return list(dict.fromkeys("".join(spelling) for spelling in spellings(texts)))
