"""The language of the commands' messages: English, or Chinese where the operator's environment says so."""

import os
from typing import Final

import click

from services_hall.cli.chinese import CHINESE

VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that name the language, the first that is set (POSIX)."""


def is_chinese() -> bool:
    """Whether the operator reads Chinese."""
    named = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return named.lower().startswith("zh")


def say(text: str, **values: object) -> str:
    """The sentence in the operator's language, with its values; English where it has no Chinese."""
    sentence = CHINESE.get(text, text) if is_chinese() else text
    return sentence.format(**values) if values else sentence


def translate(command: click.Command) -> None:
    """Put the help of a command, of its options and of its subcommands into the operator's language."""
    if not is_chinese():
        return
    if command.help:
        command.help = CHINESE.get(one_line(command.help), command.help)
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            option.help = CHINESE.get(one_line(option.help), option.help)
    if isinstance(command, click.Group):
        for part in command.commands.values():
            translate(part)


def one_line(text: str) -> str:
    """A help text as the key of its translation."""
    return " ".join(text.split())
