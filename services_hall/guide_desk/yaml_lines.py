"""Line numbers of elements and problems in a YAML text."""

from collections.abc import Iterable, Mapping, Sequence

import yaml

from guides.errors import FieldProblem
from services_hall.guide_desk.form_state import TextProblem
from services_hall.presentation.messages import message


def lines_of(text: str, paths: Iterable[str]) -> dict[str, int | None]:
    """The line, counted from 1, of each element or of the nearest one around it; None for an invalid text."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return dict.fromkeys(paths)
    return {path: _line_in(node, path) for path in paths}


def _line_in(node: yaml.Node | None, path: str) -> int:
    line = 1
    for part in path.split("."):
        child = _step(node, part)
        if child is None:
            break
        line, node = child
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


def text_problems(
    text: str, errors: Mapping[str, Sequence[FieldProblem]], *, under: str = ""
) -> list[TextProblem]:
    """The errors by line; in the text the terms are located `under` this path."""
    paths = {path: f"{under}.{path}" if under else path for path in errors}
    lines = lines_of(text, paths.values())
    problems = [
        TextProblem(lines[paths[path]], path, " ".join(map(message, problems)))
        for path, problems in errors.items()
    ]
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.path))
