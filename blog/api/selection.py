"""Choosing fields of a payload by `?fields=`, by Wagtail's rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel

from blog.api.parameters import FieldsConfig, invalid

Fields = Mapping[str, Any]
"""Names of fields and their annotations."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The fields to keep, each with what to keep inside it; None keeps all of it."""

    names: Mapping[str, "Selection | None"]

    def within(self, names: frozenset[str]) -> bool:
        """Tell whether nothing but `names` is kept."""
        return names.issuperset(self.names)

    def of(self, data: Any) -> Any:
        """Return what is kept of `data`: of an object, or of each object in a list. Nothing stays nothing."""
        if isinstance(data, list):
            return [self.of(each) for each in data]
        if data is None:
            return None
        return {
            name: inner.of(data[name]) if (inner := self.names[name]) else data[name]
            for name in data
            if name in self.names
        }

    def of_page(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of a page, whose `meta` is chosen from by the names inside it."""
        meta = self.of(data["meta"])
        kept = self.of({name: value for name, value in data.items() if name != "meta"})
        first = {"id": kept.pop("id")} if "id" in kept else {}
        return {**first, **({"meta": meta} if meta else {}), **kept}


def page_fields(model: type[BaseModel]) -> dict[str, Any]:
    """Return the fields one may ask of a page: its own, and those of its `meta` beside them."""
    meta = {
        name: annotation for each in _models(model.model_fields["meta"].annotation) for name, annotation in _own(each)
    }
    return {**{name: annotation for name, annotation in _own(model) if name != "meta"}, **meta}


def select(asked: FieldsConfig, *, available: Fields, default: Sequence[str]) -> Selection:
    """Return the selection that `asked` makes of the fields `available`, beginning with `default`.

    A leading `*` begins with all fields, `_` with none; `-name` takes one away; `name(…)` chooses within a field, which
    begins with all there is inside. Raises `Problem` 400 for a field that isn't there or has nothing inside.
    """
    names = {"*": list(available), "_": []}.get(asked[0][0] if asked else "", list(default))
    chosen: dict[str, Selection | None] = dict.fromkeys(names)
    for name, negated, inside in asked:
        if name in {"*", "_"}:
            continue
        if name not in available:
            raise invalid("fields", _("unknown fields: %(name)s") % {"name": name})
        if negated:
            chosen.pop(name, None)
        elif inside:
            chosen[name] = _select_inside(name, inside, annotation=available[name])
        else:
            chosen.setdefault(name, None)
    return Selection(chosen)


def _select_inside(name: str, asked: FieldsConfig, *, annotation: Any) -> Selection:
    models = _models(annotation)
    if not models:
        raise invalid("fields", _("'%(name)s' does not support nested fields") % {"name": name})
    shared: dict[str, list[Any]] = {}
    for model in models:
        for inner, inner_annotation in _own(model):
            shared.setdefault(inner, []).append(inner_annotation)
    available = {inner: Union[tuple(annotations)] for inner, annotations in shared.items()}  # noqa: UP007 - made at run time
    return select(asked, available=available, default=list(available))


def _own(model: type[BaseModel]) -> list[tuple[str, Any]]:
    return [(name, field.annotation) for name, field in model.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]
