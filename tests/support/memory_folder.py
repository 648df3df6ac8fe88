"""The folder in memory in which the tests keep their files, where the machine has one that is large enough.

Every commit of a test waits for the disk otherwise, a quarter of the suite's time.
"""

import os
import shutil
from pathlib import Path
from typing import Final

MEMORY: Final = Path("/dev/shm")
ENOUGH: Final = 4 * 2**30
VARIABLE: Final = "PYTEST_DEBUG_TEMPROOT"
"""pytest's variable for the folder of all temporary folders."""


def memory_folder() -> str | None:
    """The folder in memory; None where there is none that is large enough."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        return str(MEMORY)
    return None


def use_memory() -> None:
    """Puts the temporary folders of this run into memory, unless the caller has chosen a place."""
    if folder := memory_folder():
        os.environ.setdefault(VARIABLE, folder)
