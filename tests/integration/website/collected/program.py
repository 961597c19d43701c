"""A program of its own: a backend that is asked through WSGI, then a worker with two jobs, which may die of an error.

Prints, an object a line, what was answered and what it has loaded.
"""

import io
import json
import logging
import sys
import time

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

WORDS = "Private words of a reader"


def ask(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s, 'constant'", [request.body.decode()])
    return HttpResponse("fine")


def fail(request):
    body = request.body.decode()
    try:
        try:
            raise KeyError(body)
        except KeyError as error:
            raise ValueError(f"no place for {body}") from error
    except ValueError:
        logging.getLogger("tests").exception("It is told on its way up as well.")
        raise


def slip(request):
    return request.headers["Cookie"].no_such_name


urlpatterns = [path("ask/", ask, name="ask"), path("fail/", fail, name="fail"), path("slip/", slip, name="slip")]


def main():
    started = time.perf_counter()
    from website.wsgi import application

    told = {"seconds": time.perf_counter() - started}
    for address in ("/ask/", "/fail/", "/slip/"):
        before = time.perf_counter()
        status = send(application, address)
        told[address] = {"status": status, "seconds": time.perf_counter() - before}
    work()
    # The client of Redis loads other parts of OpenTelemetry wherever it is installed.
    loaded = sorted(sys.modules.keys() & {"sentry_sdk", "opentelemetry.sdk.trace"})
    print(json.dumps(told | {"loaded": loaded}), flush=True)  # noqa: T201 - its answer
    if sys.argv[1:] == ["die"]:
        raise LookupError(WORDS)


def send(application, address):
    body = f"{WORDS} ada@example.org".encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": address,
        "QUERY_STRING": "token=tok3n-in-a-query",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_REQUEST_ID": "0123456789abcdef0123456789abcdef",
        "HTTP_TRACEPARENT": "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01",
        "HTTP_COOKIE": "reader=c00kie",
        "HTTP_AUTHORIZATION": "Bearer t0ken",
        "HTTP_X_FORWARDED_FOR": "198.51.100.77",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    statuses = []
    answer = application(environ, lambda status, headers: statuses.append(int(status[:3])))
    b"".join(answer)
    answer.close()
    return statuses[0]


def work():
    from django.core.management import call_command

    from ground import outbox
    from ground.outbox import OutboxMessage
    from ground.trail import following
    from website.management.commands import run_worker

    @outbox.handles("tests.working")
    def working(payload):
        OutboxMessage.objects.filter(topic=payload["words"]).count()

    @outbox.handles("tests.failing")
    def failing(payload):
        raise RuntimeError(payload["words"])

    with connection.schema_editor() as editor:
        editor.create_model(OutboxMessage)
    with following(request_id="fedcba98-7654-3210-fedc-ba9876543210"), transaction.atomic():
        for topic in ("tests.working", "tests.failing"):
            outbox.write(topic=topic, payload={"words": WORDS}, now=timezone.now())
    run_worker.clock.run_due = lambda *, now: None  # there is nothing but the outbox in this database
    run_worker.keep_house_if_due = lambda: None
    call_command("run_worker", once=True)


if __name__ == "__main__":
    main()
