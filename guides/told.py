"""Texts for people that carry what they were made of, so that a page can say them in its reader's language.

The libraries write simplified Chinese. A `Told` is that finished text, to be kept, compared and logged like
any other, and remembers the template and the values it came from: `told("“%(name)s”没有依据。", name=name)`.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, Never

NO_VALUES: Final[Mapping[str, Any]] = MappingProxyType({})


class Told(str):
    """A finished Chinese text with its `template` and the `values` put into it, which may be Told themselves.

    What is cut out of it or put together with another text is a plain str again.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any] = NO_VALUES) -> "Told":
        """As gettext does it: a text without values is taken to the letter, its percent signs too."""
        text = super().__new__(cls, template % values if values else template)
        object.__setattr__(text, "template", str(template))
        object.__setattr__(text, "values", MappingProxyType(dict(values)) if values else NO_VALUES)
        return text

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"a told text never changes its {name}")

    def format(self, *args: object, **values: object) -> "Told":
        """Itself: it is finished. Libraries format the messages that they are given (marshmallow does)."""
        return self

    def __reduce__(self) -> tuple[type["Told"], tuple[str, dict[str, Any]]]:
        return Told, (self.template, dict(self.values))


def told(template: str, /, **values: Any) -> Told:
    """The text that `template` makes with `values` (`%(name)s`), marked for translation.

    pybabel collects the first argument, which therefore is always written out where the call stands.
    """
    return Told(template, values)


def joined(separator: str, parts: Iterable[str]) -> Told:
    """The parts in a row; those that were told, and a told separator, stay so."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    names = "%(separator)s".join(f"%({name})s" for name in values)
    return Told(names, {**values, "separator": separator}) if values else Told("")
