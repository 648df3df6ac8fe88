"""Thresholds of Python's cyclic garbage collector in a process that answers requests."""

import gc
from typing import Final

YOUNG: Final = 10_000
"""The new objects after which it looks; a page makes some thousand, and nearly all go without a search."""


def search_seldom() -> None:
    """Let more objects pass before each search; a process that searches more seldom already stays so."""
    young, middle, old = gc.get_threshold()
    gc.set_threshold(max(young, YOUNG), middle, old)
