"""A guide or a bundle as one text, and on which of its lines an element lies."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from services_hall.presentation.languages import spoken


def line_of(text: str, path: str) -> int | None:
    """The line, counted from 1, of the element at `path` or of the nearest one around it; None for none."""
    return lines_of(text, [path])[path]


def lines_of(text: str, paths: Iterable[str]) -> dict[str, int | None]:
    """The line of the element at each path, as `line_of` gives it."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return dict.fromkeys(paths)
    return {path: _line_in(node, path) for path in paths}


def _line_in(node: yaml.Node | None, path: str) -> int:
    line = 1
    for part in path.split("."):
        found = _step(node, part)
        if found is None:
            break
        line, node = found
    return line


def _step(node: yaml.Node | None, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == part:
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        entry = node.value[int(part)]
        return entry.start_mark.line + 1, entry
    return None


def with_lines(
    text: str, errors: Mapping[str, Sequence[str]], *, under: str = ""
) -> list[tuple[int | None, str, str]]:
    """What is wrong as (line, path, words), by line; the terms lie in the text `under` this path."""
    places = {path: f"{under}.{path}" if under else path for path in errors}
    lines = lines_of(text, places.values())
    told: list[tuple[Any, str, str]] = [
        (lines[places[path]], path, " ".join(map(spoken, words))) for path, words in errors.items()
    ]
    return sorted(told, key=lambda one: (one[0] or 0, one[1]))
