"""Cache of compiled SQL for all engines of one kind of database in a process.

An engine compiles each statement once, and every test has engines of its own. The compiled text depends
only on the dialect, so all engines of a kind share one dialect and what was compiled for it.
"""

from typing import Final

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

MOST_STATEMENTS: Final = 4_000
SHARED: Final[dict[str, Engine]] = {}


def share_statements(engine: Engine) -> None:
    """Lets this engine compile no statement that an engine of its kind has compiled."""
    kind = f"{engine.dialect.name}+{engine.dialect.driver}"
    first = SHARED.get(kind)
    if first is None or first.dialect.server_version_info is None:  # it has never connected
        engine._compiled_cache = LRUCache(MOST_STATEMENTS)
        SHARED[kind] = engine
    else:
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
