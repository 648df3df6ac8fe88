"""The complete schema of a database as text, for comparisons."""

import re

from sqlalchemy import NullPool, create_engine, text


def schema_parts(url: str) -> set[tuple[str, str]]:
    """Every part of every table as (table, definition): columns, constraints, indexes, triggers."""
    engine = create_engine(url, poolclass=NullPool)
    statements = SQLITE_PARTS if engine.dialect.name == "sqlite" else POSTGRESQL_PARTS
    found = set()
    with engine.connect() as connection:
        for statement in statements:
            found |= {
                (str(table), plain_definition(str(part)))
                for table, part in connection.execute(text(statement))
            }
    if engine.dialect.name == "sqlite":
        found = {(table, line) for table, part in found for line in parts_of_table(part)}
    return {part for part in found if not part[0].startswith("alembic_version")}


def plain_definition(definition: str) -> str:
    return re.sub(r"\s+", " ", definition.replace('"', "")).strip()


def parts_of_table(definition: str) -> list[str]:
    """The parts of a CREATE TABLE, split at top-level commas; other statements unchanged."""
    if not definition.startswith("CREATE TABLE"):
        return [definition]
    parts, depth, start = [], 0, definition.index("(") + 1
    for place in range(start, len(definition)):
        depth += {"(": 1, ")": -1}.get(definition[place], 0)
        if depth < 0 or (depth == 0 and definition[place] == ","):
            parts.append(definition[start:place].strip())
            start = place + 1
    return parts


SQLITE_PARTS = ["SELECT tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"]

POSTGRESQL_PARTS = [
    "SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable,"
    " column_default) FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
]
