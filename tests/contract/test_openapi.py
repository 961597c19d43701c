"""The contract as a document: valid, complete, and with one shape for each name."""

import inspect
import json
import re
from collections import defaultdict
from importlib import import_module

import pytest
from openapi_spec_validator import validate
from pydantic import BaseModel

from website.management.commands.export_openapi import SNAPSHOT, document

SHAPES = (
    "blog.payloads.basics",
    "blog.payloads.block_schemas",
    "blog.payloads.schemas",
    "comments.api.own_schemas",
    "comments.api.schemas",
    "website.api",
    "website.openapi",
    "website.resolve",
)


@pytest.fixture(scope="module")
def schema():
    return json.loads(document())


def operations(schema):
    return [
        (f"{method.upper()} {path}", described)
        for path, methods in schema["paths"].items()
        for method, described in methods.items()
    ]


def test_the_document_is_valid_openapi(schema):
    validate(schema)


def test_the_committed_document_is_up_to_date():
    assert SNAPSHOT.read_text(encoding="utf-8") == document()


def test_one_name_is_one_shape(schema):
    owners = defaultdict(set)
    for name in SHAPES:
        for _, shape in inspect.getmembers(import_module(name), inspect.isclass):
            if issubclass(shape, BaseModel) and shape.__name__ in schema["components"]["schemas"]:
                owners[shape.__name__].add(f"{shape.__module__}.{shape.__qualname__}")
    clashes = {name: sorted(found) for name, found in owners.items() if len(found) > 1}
    assert clashes == {}
    assert len(owners) > 40


def test_every_operation_has_a_name_of_its_own_and_says_how_it_fails(schema):
    names = [described["operationId"] for _, described in operations(schema)]
    assert len(names) == len(set(names))
    for name, described in operations(schema):
        failure = described["responses"]["default"]["content"]
        assert list(failure) == ["application/problem+json"], name


@pytest.mark.parametrize(
    "path",
    ["/api/v2/pages/", "/api/v2/pages/{id}/", "/api/v2/pages/find/", "/api/v2/images/", "/api/v2/documents/"],
)
def test_wagtails_v2_is_in_it(schema, path):
    assert path in schema["paths"]


@pytest.mark.django_db
def test_every_read_refuses_a_parameter_nobody_declared(client, schema):
    asked = 0
    for name, described in operations(schema):
        method, path = name.split(" ")
        if method != "GET" or path.endswith("/find/"):
            continue
        for parameter in described.get("parameters", []):
            example = "00000000-0000-0000-0000-000000000000" if parameter["name"] == "uuid" else "1"
            path = path.replace(f"{{{parameter['name']}}}", example)
        response = client.get(path, {"nonsense": "1"})
        if response.status_code == 404:
            continue
        asked += 1
        assert response.status_code == 400, path
        assert response["Content-Type"] == "application/problem+json", path
        assert "nonsense" in str(response.json()), path
    assert asked >= 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/", "/api/nothing/", "/api/site/v1/nothing/", "/api/v2/nothing/", "/api/v2/pages/0/"]
)
def test_an_address_behind_which_there_is_nothing_is_a_problem(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "not-found"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_a_method_nobody_answers_is_a_problem(client, schema, method):
    for name, _ in operations(schema):
        path = name.split(" ")[1]
        answered = schema["paths"][path]
        if method in answered:
            continue
        for parameter, example in [("{uuid}", "00000000-0000-0000-0000-000000000000"), ("{id}", "1")]:
            path = path.replace(parameter, example)
        path = re.sub(r"\{\w+\}", "1", path)
        response = getattr(client, method)(path)
        if path.startswith("/api/v2/"):
            assert response.status_code in {200, 404, 405}, (method, path)  # Wagtail looks for the thing first
            continue
        assert response.status_code == 405, (method, path)
        assert response["Content-Type"] == "application/problem+json", (method, path)
        assert response["Allow"], (method, path)
