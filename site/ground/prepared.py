"""Statements whose SQL is put together once: `prepared` turns a function that makes a queryset into one that asks it.

Django takes longer to put together the SQL of a long queryset than the database to answer it, and does so each time.
Yet a queryset stays the one place that says what is asked: who may see a page must not be written twice. So the
queryset is made with a slot in place of each value, its SQL is kept, and every call only fills the slots::

    @prepared(now=DateTimeField(), ids=Several(IntegerField()))
    def titles(viewer, *, now, ids):
        return public_pages(viewer, now=now).filter(pk__in=ids).values_list("title", flat=True)

    titles(viewer, now=now, ids=[1, 2, 3])  # a list, made by Django as the queryset itself would
    titles.__wrapped__(viewer, now=now, ids=[1, 2, 3])  # the queryset

What is given by position belongs to the shape: the SQL is kept for each. Such an argument is hashable, or has an
attribute `shape` that is, and decides about the queryset by nothing else. Keywords are slots: expressions to Django,
which can be compared and counted with in a queryset, and by Python not at all. A function that needs more than its
arguments (a setting, the id of a content type) takes it as one more argument: what it reads by itself would stay as it
was at the first call.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, IntegerField, QuerySet

if TYPE_CHECKING:
    AnyField = Field[Any, Any]

KEPT = 256
"""Statements that a connection keeps, those used last."""

_PLACE = "prepared_statements"
"""Where a connection keeps them: it is of one thread, and so are they."""


@dataclass(frozen=True, slots=True)
class Several:
    """The kind of a slot that takes any number of values, to be compared with by `__in`; without any it is false.

    Statements are kept for none, one, two, four, eight and so on; the last value fills what is left.
    """

    field: "AnyField"


class Slot(Expression):
    """Stands in a queryset for a value that every run of the statement is given."""

    def __init__(self, name: str, output_field: "AnyField") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return a placeholder; its parameter says which value belongs there."""
        return "%s", (_Given(self.name),)

    def get_group_by_cols(self) -> list[Any]:
        """Return nothing: as any value, it does not vary within a group."""
        return []


class Slots(Slot):
    """Stands for several values, in brackets."""

    def __init__(self, name: str, output_field: "AnyField", number: int) -> None:
        super().__init__(name, output_field)
        self.number = number

    def __bool__(self) -> bool:
        return self.number > 0

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return placeholders. Raises `EmptyResultSet` when there are none: nothing is among them."""
        if not self:
            raise EmptyResultSet
        places = tuple(_Given(self.name, place) for place in range(self.number))
        return f"({', '.join(['%s'] * self.number)})", places


def apart(several: Any) -> list[Any]:
    """Return a slot for each value of `Slots`, of which the last may come twice; values stay as they are."""
    if not isinstance(several, Slots):
        return list(several)
    return [_Place(several.name, several.output_field, place) for place in range(several.number)]


class _Place(Slot):
    """Stands for one of several values."""

    def __init__(self, name: str, output_field: "AnyField", place: int) -> None:
        super().__init__(name, output_field)
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return a placeholder for it."""
        return "%s", (_Given(self.name, self.place),)


class _Given(NamedTuple):
    """A parameter that is known only when the statement runs."""

    name: str
    place: int = 0


class OutOfRange(ValueError):
    """Raised for what no column holds, a number too large, or nothing: Django asks for such in another way."""


class Statement:
    """The SQL of a queryset with slots, and what makes rows of the answer."""

    def __init__(self, rows: "QuerySet[Any]", *, connection: Any, needs: Collection[str]) -> None:
        if rows._prefetch_related_lookups:  # type: ignore[attr-defined]  # the stubs leave it out
            raise ValueError("A prepared queryset is one statement: it prefetches nothing.")
        self._rows, self._given = rows, ()
        self._compiler = compiler = rows.query.get_compiler(connection=connection)
        try:
            self._sql, self._params = compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""
            return
        if left := set(needs) - {each.name for each in self._params if isinstance(each, _Given)}:
            raise ValueError(f"No place in the statement for {', '.join(sorted(left))}.")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        # Django's own way from an answer to rows asks the query for a compiler, and that for rows and converters.
        vars(rows.query)["get_compiler"] = lambda *args, **options: compiler
        vars(compiler).update(execute_sql=self._answer, get_converters=lambda expressions: converters)

    def run(self, values: Mapping[str, Sequence[Any]]) -> list[Any]:
        """Return the rows for `values`: for each slot by name and place, as the database takes them."""
        if not self._sql:
            return []
        self._given = tuple(
            values[each.name][each.place] if isinstance(each, _Given) else each for each in self._params
        )
        make: Any = self._rows._iterable_class
        return [*make(self._rows)]

    def _answer(self, *args: Any, **options: Any) -> Iterator[list[Any]]:
        with self._compiler.connection.cursor() as cursor:
            cursor.execute(self._sql, self._given)
            found = cursor.fetchall()
        if self._compiler.has_extra_select:
            found = [row[: self._compiler.col_count] for row in found]
        return iter([found])


def prepared(**kinds: "AnyField | Several") -> Callable[[Callable[..., "QuerySet[Any]"]], Callable[..., list[Any]]]:
    """Return the decorator for a function that makes a queryset; `kinds` says what its keyword arguments are.

    The function gets a `Slot` for each. Calling it with values returns the
    rows of the queryset. It is asked again for each new shape only, and is `__wrapped__`. Raises `ValueError` when a
    value has no place in the statement, and when the queryset prefetches.
    """

    def decorate(make: Callable[..., "QuerySet[Any]"]) -> Callable[..., list[Any]]:
        @wraps(make)
        def ask(*shape: Any, **given: Any) -> list[Any]:
            if given.keys() != kinds.keys():
                raise TypeError(f"{make.__name__} takes {', '.join(kinds)}.")
            connection = connections[DEFAULT_DB_ALIAS]
            try:
                values = {name: _stored(kind, given[name], connection=connection) for name, kind in kinds.items()}
            except OutOfRange:
                return list(make(*shape, **given))
            places = {name: len(values[name]) for name, kind in kinds.items() if isinstance(kind, Several)}
            key = (make, tuple(_shape(each) for each in shape), tuple(places.values()))
            kept: OrderedDict[Hashable, Statement] = vars(connection).setdefault(_PLACE, OrderedDict())
            if key not in kept:
                slots = {name: _slot(name, kind, places) for name, kind in kinds.items()}
                needs = kinds.keys() - places if all(places.values()) else ()  # without ids, a part may fall away whole
                kept[key] = Statement(make(*shape, **slots), connection=connection, needs=needs)
                if len(kept) > KEPT:
                    kept.popitem(last=False)
            else:
                kept.move_to_end(key)
            return kept[key].run(values)

        return ask

    return decorate


def _shape(argument: Any) -> Hashable:
    shape: Hashable = getattr(argument, "shape", argument)
    return shape


def _slot(name: str, kind: "AnyField | Several", places: Mapping[str, int]) -> Slot:
    return Slots(name, kind.field, places[name]) if isinstance(kind, Several) else Slot(name, kind)


def _stored(kind: "AnyField | Several", given: Any, *, connection: Any) -> list[Any]:
    if not isinstance(kind, Several):
        return [_one(kind, given, connection=connection)]
    values = [_one(kind.field, each, connection=connection) for each in given]
    wanted = 1 << (len(values) - 1).bit_length() if values else 0
    return values + values[-1:] * (wanted - len(values))


def _one(field: "AnyField", given: Any, *, connection: Any) -> Any:
    if given is None:
        raise OutOfRange
    if isinstance(field, IntegerField):
        least, most = connection.ops.integer_field_range(field.get_internal_type())
        if not least <= given <= most:
            raise OutOfRange
    return field.get_db_prep_value(given, connection=connection, prepared=False)
