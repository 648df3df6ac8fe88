"""The commands' messages and help in Chinese, by their English text; `{name}` is the place of a value."""

from collections.abc import Mapping
from typing import Final

CHINESE: Final[Mapping[str, str]] = {}
