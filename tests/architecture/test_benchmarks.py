"""Benchmarks: each module can be imported, and the command lists all of them."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import benchmarks

MODULES = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"]


@pytest.mark.parametrize("name", MODULES)
def test_each_module_can_be_imported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_BYTES", "1")  # the module reads it when it is imported
    assert importlib.import_module(f"benchmarks.{name}").__doc__


@pytest.mark.parametrize(("argument", "code"), [("--help", 0), ("nonsense", 2)])
def test_the_command_names_its_benchmarks(argument: str, code: int) -> None:
    command = [sys.executable, "-m", "benchmarks", argument]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "guide-page" in done.stdout + done.stderr
