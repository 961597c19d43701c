"""The one shape of an error."""

import json

from ground.problems import CONTENT_TYPE, FieldError, Problem, problem_response


def test_a_problem_has_every_member():
    problem = Problem(
        status=429,
        code="too-fast",
        title="A little slower, please.",
        detail="Try again in 15 seconds.",
        errors=[FieldError(field="body", code="too-fast", message="Wait a moment.")],
        headers={"Retry-After": "15"},
        retry_after=15,
    )
    response = problem_response(problem)
    assert response.status_code == 429
    assert response["Content-Type"] == CONTENT_TYPE
    assert response["Cache-Control"] == "no-store"
    assert response["Retry-After"] == "15"
    assert json.loads(response.content) == {
        "type": "/problems/too-fast",
        "code": "too-fast",
        "title": "A little slower, please.",
        "status": 429,
        "detail": "Try again in 15 seconds.",
        "message": "Try again in 15 seconds.",
        "errors": [{"field": "body", "code": "too-fast", "message": "Wait a moment."}],
        "retry_after": 15,
    }


def test_message_falls_back_to_the_title():
    assert Problem(status=404, code="not-found", title="Nothing here.").as_dict()["message"] == "Nothing here."
