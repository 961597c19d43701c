"""The one shape of an error: `application/problem+json` (RFC 9457), with v2's `message` member beside it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.http import HttpResponse

from ground.trail import current_trail

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field or parameter: where, a stable code, and what would be right."""

    field: str
    code: str
    message: str


class Problem(Exception):
    """An answer that is no success, ready to be sent.

    `code` is stable and machine-readable (`type` is `/problems/<code>`), `title` a sentence for people, `detail` what
    is particular to this case. Anything in `extra` becomes a member of the answer.
    """

    def __init__(
        self,
        *,
        status: int,
        code: str,
        title: str,
        detail: str = "",
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = str(title)
        self.detail = str(detail)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = extra

    def as_dict(self) -> dict[str, object]:
        """Return the members of the answer."""
        return {
            "type": f"/problems/{self.code}",
            "code": self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "message": self.detail or self.title,
            "errors": [asdict(error) for error in self.errors],
            **self.extra,
        }


def problem_response(problem: Problem) -> HttpResponse:
    """Return `problem` as an answer, never stored by a cache; it names the request by which the log tells of it."""
    request_id = current_trail().request_id
    return HttpResponse(
        json.dumps({**problem.as_dict(), **({"request_id": request_id} if request_id else {})}, default=str),
        status=problem.status,
        content_type=CONTENT_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )
