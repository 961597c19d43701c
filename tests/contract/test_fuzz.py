"""What a machine makes up from our OpenAPI document: no answer is an error of ours, every answer is as promised.

Requests go through WSGI, as a server would hand them over.
"""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.config import SchemathesisConfig

from comments.selectors.identity import reader_token
from tests.factories.blog import BlogIndexPageFactory, BlogPostPageFactory, SiteFactory
from tests.factories.comments import CommenterFactory, CommentFactory
from website.management.commands.export_openapi import document

pytestmark = pytest.mark.django_db

SCHEMA = schemathesis.openapi.from_dict(json.loads(document()), config=SchemathesisConfig())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
PROMISES = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    )
]
QUICK, FULL = 8, 240
"""Made-up requests to each operation; in the long size more than 10,000 to all."""


@pytest.fixture
def application():
    """The application as a server has it, but that it keeps the connection of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def known():
    """A small site, and the ids and the token with which one gets past the first question."""
    site = SiteFactory(default=True)
    section = BlogIndexPageFactory(parent=site.root_page, slug="news", title="News")
    post = BlogPostPageFactory(parent=section, title="A walk", slug="a-walk", tagged=["Birds"])
    reader = CommenterFactory()
    top = CommentFactory(page=post, commenter=reader, created_at=timezone.now())
    CommentFactory(parent=top)
    return {
        "path": {"page_id": post.pk, "post": post.pk, "id": post.pk, "uuid": str(top.uuid)},
        "query": {"path": "/news/a-walk/", "html_path": "/news/a-walk/", "pages": str(post.pk), "revision": 1},
        "token": reader_token(reader, now=timezone.now()),
    }


@pytest.mark.parametrize("examples", [QUICK, pytest.param(FULL, marks=pytest.mark.full)])
@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_asked_the_answer_is_as_promised(application, known, label, examples):
    operation, answered = OPERATIONS[label], []
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    made = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))

    @seed(20_260_501)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=made, at_home=st.booleans(), signed_in=st.booleans())
    def ask(case, at_home, signed_in):
        for given_values, real in ((case.path_parameters, known["path"]), (case.query, known["query"])):
            for name in set(given_values or {}) & set(real) if at_home else ():
                given_values[name] = real[name]
        headers = {"X-Reader-Token": known["token"]} if signed_in else {}
        with transaction.atomic():
            answer = case.call(app=application, base_url="http://localhost:8000", headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=PROMISES)
        answered.append(answer.status_code)

    ask()
    print(f"{label}: {len(answered)} answers, none above {max(answered)}")  # noqa: T201 - for whoever runs it
    assert len(answered) >= min(examples, 3)
