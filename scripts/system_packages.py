"""Check for the Debian packages that the hall needs, and their installation.

Run by `make setup`, with the system's Python only; without permission to install, it prints the command to
run.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

LIST: Final = Path(__file__).with_name("system-packages.txt")
OLDEST_PYTHON: Final = (3, 11)
POLICY: Final = Path("/usr/sbin/policy-rc.d")
NOTHING_STARTS: Final = "#!/bin/sh\n# Written by services-hall while it installs packages.\nexit 101\n"
SERVICES: Final = {
    "postgresql": ["postgresql.service"],
    "rabbitmq-server": ["rabbitmq-server.service", "epmd.socket", "epmd.service"],
}


class Need(NamedTuple):
    """A package: name, how to detect it, purpose."""

    package: str
    probe: str
    reason: str


def main(arguments: Sequence[str] | None = None) -> int:
    options = read_arguments(arguments)
    if sys.version_info < OLDEST_PYTHON:
        say(f"Python 3.11 or newer is needed, python3 is {sys.version.split()[0]}.")
        return 1
    missing = [need for need in read_needs(options.list) if not is_there(need)]
    if not missing:
        return 0
    packages = [need.package for need in missing]
    print_list(missing)
    if options.only_list:
        return 1
    if shutil.which("apt-get") is None:
        say("This system has no apt-get: install the corresponding packages and start again.")
        return 1
    if os.geteuid() == 0:
        return install(packages)
    return install_through_sudo(packages, options.list)


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, default=LIST, help="the file that names the packages")
    parser.add_argument("--only-list", action="store_true", help="print what is missing, install nothing")
    return parser.parse_args(arguments)


def read_needs(path: Path) -> list[Need]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Need(*(part.strip() for part in line.split("|")))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def is_there(need: Need) -> bool:
    kind, _, name = need.probe.partition(" ")
    match kind:
        case "command":
            return shutil.which(name) is not None
        case "module":
            return importlib.util.find_spec(name) is not None
        case _:
            return is_installed(need.package)


def is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout == "installed"


def print_list(missing: Sequence[Need]) -> None:
    width = max(len(need.package) for need in missing)
    say(f"Missing system packages ({len(missing)}):")
    for need in missing:
        say(f"  {need.package:<{width}}  {need.reason}")


def install(packages: Sequence[str]) -> int:
    """Install `packages` as root; their services are started neither now nor at the next boot."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    with no_service_starts():
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            ended = subprocess.run(["apt-get", "-q", *command], env=quiet, check=False)
            if ended.returncode != 0:
                say(f"apt-get {command[0]} failed: see its message above, correct that and start again.")
                return 1
    units = [unit for package in packages for unit in SERVICES.get(package, [])]
    if units and shutil.which("systemctl"):
        subprocess.run(["systemctl", "--quiet", "disable", *units], capture_output=True, check=False)
    return 0


@contextmanager
def no_service_starts() -> Iterator[None]:
    """While the block runs, Debian's policy file forbids packages to start services; restored afterwards."""
    earlier = POLICY.with_name("policy-rc.d.before-services-hall")
    if POLICY.exists() and POLICY.read_bytes() != NOTHING_STARTS.encode():
        POLICY.rename(earlier)
    POLICY.write_text(NOTHING_STARTS, encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
        if earlier.exists():
            earlier.rename(POLICY)


def install_through_sudo(packages: Sequence[str], listed: Path) -> int:
    """Start this program again with sudo, if allowed; otherwise print the command to run."""
    if shutil.which("sudo"):
        asking = [] if sys.stdin.isatty() else ["--non-interactive"]
        command = [
            "sudo",
            *asking,
            sys.executable,
            str(Path(__file__).resolve()),
            "--list",
            str(listed.resolve()),
        ]
        if subprocess.run(command, check=False).returncode == 0:
            return 0
    say("Installing them needs root. Ask an administrator to run:")
    say(f"  apt-get install --no-install-recommends {' '.join(packages)}")
    return 1


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
