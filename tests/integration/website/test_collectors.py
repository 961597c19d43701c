"""What an operator's collectors are told: where it broke and how long it took, never for whom; nothing unless asked."""

import gzip
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from scripts.ports import free_port
from scripts.prepare import ROOT
from website.settings.environment import Environment, load

pytestmark = pytest.mark.any_database

REQUEST, CAUSE = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
PRIVATE = ("Private words", "ada@", "c00kie", "t0ken", "tok3n", "198.51", "Cookie", "SELECT 'P", "token=", str(ROOT))
"""What readers said and sent, and where on this machine it was."""

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz-0123456789-abcdefgh"


@contextmanager
def collector(*, status=200):
    """A collector on loopback: the paths and bodies it was sent."""
    taken = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.path, gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1], taken
    finally:
        server.shutdown()
        server.server_close()


def run(folder, *arguments, **settings):
    """Run the program; return what it printed, and its log."""
    ours = ("BLOG_", "DJANGO_", "PYTEST", "OTEL_", "SENTRY_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env |= {
        "DJANGO_SETTINGS_MODULE": "tests.integration.website.collected.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "BLOG_DATA": str(folder),
        "BLOG_SECRET_KEY": SECRET,
        "BLOG_FRONTEND_SECRET": SECRET[::-1],
        "BLOG_PUBLIC_URL": "https://blog.example",
        "BLOG_ADMIN_URL": "https://cms.example",
        **settings,
    }
    command = [sys.executable, "-m", "tests.integration.website.collected.program", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == len(arguments), done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert [told[address]["status"] for address in ("/ask/", "/fail/", "/slip/")] == [200, 500, 500], done.stderr
    return told, done.stderr


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The reports and spans of one backend and worker, and all that was sent."""
    with collector() as (port, taken):
        errors, traces = f"http://key@127.0.0.1:{port}/3", f"http://127.0.0.1:{port}"
        told, _ = run(tmp_path_factory.mktemp("collected"), "die", BLOG_ERRORS_URL=errors, BLOG_TRACES_URL=traces)
    assert told["loaded"] == ["opentelemetry.sdk.trace", "sentry_sdk"]
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    reports, spans = [], []
    for path, body in taken:
        if path == "/api/3/envelope/":
            _, head, event = body.split(b"\n")[:3]
            assert json.loads(head)["type"] == "event"
            reports.append(json.loads(event))
        else:
            assert path == "/v1/traces"
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                spans += [span for scope in resource.scope_spans for span in scope.spans]
    return reports, spans, [*reports, *map(str, spans)]


def test_each_error_is_reported_once_with_its_place_and_the_id_of_its_request(collected):
    reports, *_ = collected
    of_requests = [each for each in reports if each["tags"].get("request_id") == REQUEST]
    kinds = [[value["type"] for value in each["exception"]["values"]] for each in of_requests]
    assert kinds == [["KeyError", "ValueError"], ["AttributeError"]]
    assert [each.get("transaction") for each in of_requests] == ["", "slip"]
    failed, slipped = of_requests
    assert slipped["exception"]["values"][0]["value"] == "'str' object has no attribute 'no_such_name'"
    frame = failed["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert frame.pop("lineno") > 0
    assert frame == {
        "filename": "tests/integration/website/collected/program.py",
        "function": "fail",
        "module": "tests.integration.website.collected.program",
        "in_app": True,
    }


def test_what_the_worker_could_not_do_is_reported(collected):
    reports, *_ = collected
    [job] = [each for each in reports if each["transaction"] == "tests.failing"]
    assert job["tags"] == {"request_id": "fedcba98-7654-3210-fedc-ba9876543210", "job": "tests.failing"}
    assert job["exception"]["values"][-1]["type"] == "RuntimeError"
    assert [each for each in reports if each["logger"].endswith("run_worker")], "the schedule has no table to look at"
    [last] = [each for each in reports if each["level"] == "fatal"]
    assert last["exception"]["values"][0]["type"] == "LookupError"


def test_a_trace_is_the_request_its_statements_and_its_jobs(collected):
    _, spans, _ = collected
    named = {span.name: span for span in spans if span.name.startswith(("POST", "tests."))}
    told = {name: {each.key: each.value for each in span.attributes} for name, span in named.items()}
    assert {name: span.trace_id.hex() for name, span in named.items()} == {
        "POST ask": REQUEST,
        "POST fail": REQUEST,
        "POST slip": REQUEST,
        "tests.working": CAUSE,
        "tests.failing": CAUSE,
    }
    assert told["POST ask"]["http.response.status_code"].int_value == 200
    assert told["POST fail"]["http.response.status_code"].int_value == 500
    assert told["tests.failing"]["error.type"].string_value == "RuntimeError"
    assert not any(span.events or span.status.message for span in spans)
    [asked] = [span for span in spans if span.parent_span_id == named["POST ask"].span_id]
    assert {each.key: each.value.string_value for each in asked.attributes}["db.query.text"] == "SELECT %s, '…'"
    [counted] = [span for span in spans if span.parent_span_id == named["tests.working"].span_id]
    assert counted.name == "SELECT"
    assert {each.key for span in spans for each in span.attributes} <= {
        *("db.query.text", "db.system.name", "error.type", "http.request.method", "http.response.status_code"),
        *("http.route", "motacilla.job", "motacilla.request_id"),
    }


def test_nothing_of_readers_or_of_the_machine_is_in_any_of_it(collected):
    *_, everything = collected
    sent = "\n".join(each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in everything)
    assert [word for word in PRIVATE if word in sent] == []
    reports, *_ = collected
    fields = {"environment", "event_id", "exception", "level", "logger", "platform", "release", "sdk", "tags"}
    assert set().union(*reports) <= fields | {"timestamp", "transaction"}


def test_unless_asked_nothing_is_loaded(tmp_path):
    told, log = run(tmp_path)
    assert told["loaded"] == []
    assert "The collector" not in log


@pytest.mark.parametrize("how", ["dead", pytest.param("refusing", marks=pytest.mark.full)])
def test_a_collector_that_takes_nothing_costs_a_line_of_the_log(tmp_path, how):
    with collector(status=403) as (port, _):
        port = free_port() if how == "dead" else port
        where = f"127.0.0.1:{port}"
        told, log = run(tmp_path, BLOG_ERRORS_URL=f"http://k3y@{where}/3", BLOG_TRACES_URL=f"http://{where}")
    lines = [json.loads(line) for line in log.splitlines()]
    said = sorted(line["message"] for line in lines if line["message"].startswith("The collector"))
    assert [line.partition(" is ")[0] for line in said] == ["The collector of errors", "The collector of traces"]
    assert not [line for line in lines if line["logger"].startswith(("sentry", "urllib3", "opentelemetry", "requests"))]
    assert not [word for word in ("k3y", where) if word in log]
    assert told["/fail/"]["seconds"] < 1


@pytest.mark.parametrize(
    ("variable", "value", "example"),
    [
        ("BLOG_ERRORS_URL", "https://errors.example.org/3?of=our-provider", "https://key@errors.example.org/3"),
        ("BLOG_ERRORS_URL", "https://of-our-provider@errors.example.org/", "https://key@errors.example.org/3"),
        ("BLOG_TRACES_URL", "https://user:of-our-provider@traces.example.org", "http://127.0.0.1:4318"),
        ("BLOG_TRACES_URL", "of-our-provider:4318", "http://127.0.0.1:4318"),
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(monkeypatch, capsys, variable, value, example):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SystemExit):
        load()
    said = capsys.readouterr().err
    assert variable in said
    assert example in said
    assert "of-our-provider" not in said
    assert Environment.model_fields[variable.removeprefix("BLOG_").lower()].default == ""


def test_traces_without_what_they_need_are_refused_with_what_to_do(monkeypatch, capsys):
    monkeypatch.setenv("BLOG_TRACES_URL", "http://127.0.0.1:4318")
    assert load().traces_url == "http://127.0.0.1:4318"
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http", None)
    with pytest.raises(SystemExit):
        load()
    assert "BLOG_TRACES_URL: install what traces need first" in capsys.readouterr().err
