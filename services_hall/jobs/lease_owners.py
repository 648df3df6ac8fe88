"""Owners of leases: processes identified by host, process id and start time."""

import os
import socket
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_STARTED_FIELD: Final = 19  # field 22 of proc(5) stat, counted after the command's closing parenthesis
_GONE_STATES: Final = frozenset("ZX")


def this_process() -> str:
    """The owner name of this process in leases."""
    pid = os.getpid()
    return f"{this_machine()}{pid}:{_start_time(pid)}"


def this_machine() -> str:
    """The common prefix of the names of all processes visible to this one: host, process namespace."""
    return f"{socket.gethostname()[:80]}:{_namespace()}:"


def is_dead(owner: str) -> bool:
    """Whether `owner` was a process of this machine that has ended; False for other machines."""
    machine = this_machine()
    if not owner.startswith(machine):
        return False
    pid, _, started = owner.removeprefix(machine).partition(":")
    return _start_time(int(pid)) != started


def _namespace() -> int:
    try:
        return (_PROC / "self/ns/pid").stat().st_ino
    except OSError:
        return 0


def _start_time(pid: int) -> str:
    """The start time of a process in clock ticks since boot; empty when it has ended."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in _GONE_STATES else fields[_STARTED_FIELD]
