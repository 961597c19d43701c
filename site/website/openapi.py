"""The contract as one document: our operations, Wagtail's v2 as we serve it, and the shape of every error."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from blog.payloads.schemas import HomePayload, IndexPayload, PostPayload, ReferenceRecord, StandardPayload

Document = dict[str, Any]

REF = "#/components/schemas/{model}"


class FieldProblem(BaseModel):
    """One thing wrong with one field or parameter."""

    field: str
    code: str
    message: str


class ProblemPayload(BaseModel):
    """The one shape of an error, RFC 9457."""

    type: str
    code: str
    title: str
    status: int
    detail: str
    message: str
    errors: list[FieldProblem]
    request_id: str = ""


class ListMeta(BaseModel):
    """How many there are in all, whatever the page."""

    total_count: int


class PageList(BaseModel):
    """A page of Wagtail's v2 list of pages, with default fields."""

    meta: ListMeta
    items: list[Any]


PAGE_MODELS = (PostPayload, HomePayload, IndexPayload, StandardPayload)


def parameter(name: str, kind: str, description: str, *, where: str = "query") -> Document:
    """Return the description of a parameter."""
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "schema": {"type": kind},
        "description": description,
    }


def operation(operation_id: str, summary: str, parameters: list[Document], schema: Document) -> Document:
    """Return the description of a GET of v2."""
    return {
        "get": {
            "operationId": operation_id,
            "summary": summary,
            "tags": ["content"],
            "parameters": parameters,
            "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": schema}}}},
        }
    }


def redirect(operation_id: str, summary: str, parameters: list[Document]) -> Document:
    """Return the description of a GET of v2 that leads to another address."""
    described = operation(operation_id, summary, parameters, {})
    described["get"]["responses"] = {"302": {"description": "The address is in `Location`."}}
    return described


def v2_paths() -> Document:
    """Return the paths of Wagtail's v2 that the site serves, answering with default fields."""
    page = {"oneOf": [{"$ref": REF.format(model=model.__name__)} for model in PAGE_MODELS]}
    site = parameter("site", "string", "The site asked, as host or host:port.")
    paging = [
        parameter("limit", "integer", "How many, at most 100."),
        parameter("offset", "integer", "How many to skip."),
    ]
    fields = parameter("fields", "string", "Which fields, in Wagtail's own syntax.")
    listed = {"$ref": REF.format(model="PageList")}
    kind = parameter("type", "string", "A page type, such as blog.BlogPostPage.")
    number = parameter("id", "integer", "The id.", where="path")
    html_path = parameter("html_path", "string", "A path of the public site.")
    anything: Document = {"type": "object"}
    uuid = parameter("id", "string", "The id.", where="path")
    record = {"$ref": REF.format(model="ReferenceRecord")}
    filed = [
        *(
            parameter(name, "string", f"Posts of the {name} with this slug.")
            for name in ("category", "author", "series")
        ),
        parameter("tag", "string", "Posts that bear the tag with this slug."),
        parameter("year", "integer", "Posts first published in this year."),
        parameter("month", "integer", "Posts first published in this month of the year."),
    ]
    shelves: Document = {}
    for name in ("authors", "categories", "tags", "series", "redirects"):
        own, title = f"/api/v2/{name}/", name.capitalize()
        shelves[own] = operation(f"v2{title}", f"List {name} that lead to public pages", [*paging, site], listed)
        shelves[f"{own}{{id}}/"] = operation(f"v2{title}Detail", f"One of the {name}", [number, site], anything)
    return {
        **shelves,
        "/api/v2/pages/": operation("v2Pages", "List pages", [*paging, site, kind, fields, *filed], listed),
        "/api/v2/pages/find/": redirect("v2FindPage", "Go to the page behind a path", [html_path, site]),
        "/api/v2/pages/{id}/": operation("v2Page", "One page", [number, site, fields], page),
        "/api/v2/images/": operation("v2Images", "List pictures that public pages use", [*paging, fields], listed),
        "/api/v2/images/{id}/": operation("v2Image", "One picture", [number, fields], anything),
        "/api/v2/documents/": operation("v2Documents", "List files that public pages use", [*paging, fields], listed),
        "/api/v2/documents/{id}/": operation("v2Document", "One file", [number, fields], anything),
        "/api/v2/references/": operation(
            "v2References", "List papers that public posts use", [*paging, fields], listed
        ),
        "/api/v2/references/{id}/": operation("v2Reference", "One paper", [uuid, fields], record),
    }


def complete(schema: Document) -> Document:
    """Add v2 and the problem shape to the document Ninja made, and say of every operation how it fails."""
    models = [(model, "serialization") for model in (ProblemPayload, PageList, ReferenceRecord, *PAGE_MODELS)]
    _, definitions = models_json_schema(models, ref_template=REF)  # type: ignore[arg-type]  # a list is invariant
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for name, definition in definitions["$defs"].items():
        schemas.setdefault(name, definition)
    schema["paths"].update(v2_paths())
    failure = {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="ProblemPayload")}}},
    }
    for path in schema["paths"].values():
        for described in path.values():
            described.setdefault("responses", {}).setdefault("default", failure)
    return schema
