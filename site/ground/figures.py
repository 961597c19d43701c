"""What is counted as it happens, for Prometheus. Labels are names of ours, few, never what a reader chose."""

from prometheus_client import Counter, Histogram

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

REQUESTS = Counter("motacilla_requests", "Requests answered.", ["route", "method", "status"])

REQUEST_SECONDS = Histogram(
    "motacilla_request_seconds", "How long requests took to answer.", ["route", "method"], buckets=BUCKETS
)

SIGN_INS_REFUSED = Counter("motacilla_sign_ins_refused", "Refused attempts to sign in to the admin.", ["why"])
"""`why`: `wrong` for a name or password, else which limit was reached."""


def count_request(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count a request to the named `route` that was answered; a method nobody knows is counted as `other`."""
    method = method if method in METHODS else "other"
    REQUESTS.labels(route, method, str(status)).inc()
    REQUEST_SECONDS.labels(route, method).observe(seconds)
