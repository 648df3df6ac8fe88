"""Writes the table of characters that the fonts of papers have: `scripts/paper_letters.py [--check]`.

The papers name two web fonts and behind them Noto Sans CJK SC, which has every character of both.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import fill
from typing import Final

from fontTools.ttLib import TTCollection, TTFont

ROOT: Final = Path(__file__).parents[1]
TABLE: Final = ROOT / "certificate_store" / "text_input" / "paper_letters.txt"
SYSTEM: Final = Path("/usr/share/fonts/opentype/noto")
WEB: Final = ROOT / "services_hall" / "static" / "build" / "fonts"
FAMILY: Final = "Noto Sans CJK SC"


def letters() -> set[int]:
    """The codes that both weights of the papers' fonts have."""
    regular, bold = (_of_collection(SYSTEM / f"NotoSansCJK-{weight}.ttc") for weight in ("Regular", "Bold"))
    return (regular & bold) | _of_web_fonts()


def ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The codes as pairs of first and last."""
    first = last = None
    for code in sorted(codes):
        if first is not None and last is not None and code != last + 1:
            yield first, last
            first = None
        first, last = code if first is None else first, code
    if first is not None and last is not None:
        yield first, last


def table() -> str:
    """The text of the table."""
    parts = (f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges(letters()))
    return fill(" ".join(parts), 110, break_on_hyphens=False) + "\n"


def _of_collection(file: Path) -> set[int]:
    with TTCollection(file, lazy=True) as fonts:
        return next(set(font.getBestCmap()) for font in fonts if font["name"].getDebugName(1) == FAMILY)


def _of_web_fonts() -> set[int]:
    found: set[int] = set()
    for file in WEB.glob("*.ttf"):
        with TTFont(file, lazy=True) as font:
            found |= set(font.getBestCmap())
    return found


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(0 if TABLE.read_text(encoding="ascii") == table() else "the table differs from the fonts")
    TABLE.write_text(table(), encoding="ascii")
