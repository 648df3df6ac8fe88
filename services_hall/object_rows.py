"""Reading of mapped objects as plain rows, where the session knows none of them yet.

SQLAlchemy prepares the reading of every column of every object again for each result, which takes longer than
the rows themselves. Here a statement asks for columns, and the objects are made of them and given to the
session. What a session knows already, or is about to write, only SQLAlchemy's own loading respects.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session, class_mapper
from sqlalchemy.orm.attributes import instance_state

Entity = TypeVar("Entity")
Made: TypeAlias = dict[tuple[type[Any], Any], Any]
"""The objects of one result by class and primary key."""


class ObjectTable(Generic[Entity]):
    """A table of mapped objects with a primary key of one column.

    Columns `without` are read later, when somebody asks for them; `alias` stands for the table where a
    statement names it twice.
    """

    def __init__(
        self,
        entity: type[Entity],
        *,
        alias: type[Entity] | None = None,
        without: Sequence[InstrumentedAttribute[Any]] = (),
    ) -> None:
        self.entity = entity
        self._source = entity if alias is None else alias
        self._without = {column.key for column in without}

    @cached_property
    def mapper(self) -> Mapper[Entity]:
        """How the class is mapped; complete when the first statement is sent."""
        return class_mapper(self.entity)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The attributes that are columns."""
        return tuple(column.key for column in self.mapper.column_attrs if column.key not in self._without)

    @cached_property
    def columns(self) -> tuple[InstrumentedAttribute[Any], ...]:
        """The columns for a statement, in the order of the keys."""
        return tuple(getattr(self._source, key) for key in self.keys)

    @cached_property
    def key_place(self) -> int:
        """The place of the primary key among the columns."""
        (column,) = self.mapper.primary_key
        return self.keys.index(self.mapper.get_property_by_column(column).key)

    def object_of(self, session: Session, values: Sequence[Any], made: Made) -> Entity | None:
        """The object of these values, one for each primary key; None where the statement joined none."""
        key = self.entity, values[self.key_place]
        if key[1] is None or key in made:
            return made.get(key)
        one: Entity = self.mapper.class_manager.new_instance()
        vars(one).update(zip(self.keys, values, strict=True))
        self._give(session, one, key[1])
        made[key] = one
        return one

    def _give(self, session: Session, one: Entity, primary_key: Any) -> None:
        """What `make_transient_to_detached` and `Session.add` do with an object that was just made.

        They also search it for changes and for related objects, which takes twice as long as the rest.
        """
        state = instance_state(one)
        state.key = self.mapper.identity_key_from_primary_key((primary_key,))
        state.session_id = session.hash_key
        session.identity_map.add(state)
        if self._without:
            state._expire_attributes(state.dict, self._without)


class ObjectRows:
    """A statement whose rows are objects of one or several tables."""

    def __init__(self, statement: Select[Any], *tables: ObjectTable[Any]) -> None:
        self._tables = tables
        self._given = statement

    def read(self, session: Session, values: Mapping[str, Any]) -> Iterator[list[Any]]:
        """The objects of each row; only where they are readable (`is_readable`)."""
        made: Made = {}
        for row in session.connection().execute(self._statement, values).all():
            yield [table.object_of(session, row[place], made) for table, place in self._places]

    def is_readable(self, session: Session) -> bool:
        """Whether the session knows no object of these tables, and has nothing to write."""
        if session.new or session.dirty or session.deleted:
            return False
        return self._classes.isdisjoint(key[0] for key in session.identity_map.keys())  # noqa: SIM118

    @cached_property
    def _statement(self) -> Select[Any]:
        return self._given.with_only_columns(*(column for table in self._tables for column in table.columns))

    @cached_property
    def _places(self) -> Sequence[tuple[ObjectTable[Any], slice]]:
        places, start = [], 0
        for table in self._tables:
            places.append((table, slice(start, start + len(table.keys))))
            start += len(table.keys)
        return places

    @cached_property
    def _classes(self) -> frozenset[type[Any]]:
        return frozenset(table.mapper.base_mapper.class_ for table in self._tables)


def first_objects(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """The objects of the first table, each once."""
    return list(dict.fromkeys(row[0] for row in rows))
