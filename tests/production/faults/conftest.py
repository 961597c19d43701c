"""Whole sites to be hurt: one on SQLite with Redis, mail, worker and frontend, one on PostgreSQL behind a proxy."""

import os
import shutil
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from scripts import postgres
from tests.integration.comments.mailserver import AnyPort, Sink
from tests.integration.redis import private_redis
from tests.production.faults.programs import Site
from tests.production.faults.proxy import Proxy


def demand(program, package):
    """Skip the test where there is no such program; fail it in CI, which has to have it."""
    if found := shutil.which(program):
        return found
    reason = f"{program} is not installed (Debian: apt install {package})"
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A site whose database is only copied."""
    site = Site(tmp_path_factory.mktemp("template"))
    site.start_seeding()
    site.page = site.page_when_seeded()
    return site


@pytest.fixture(scope="session")
def copy(template, tmp_path_factory):
    """Return another site with a database like the template's."""

    def make(**settings):
        folder = tmp_path_factory.mktemp("site")
        read, write = (sqlite3.connect(each / "blog.sqlite3") for each in (template.folder, folder))
        with closing(read) as source, closing(write) as target:
            source.backup(target)
        return Site(folder, page=template.page, **settings)

    return make


@pytest.fixture(scope="session")
def mail():
    """A mail server that takes mail, or what it is told."""
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    with Proxy(controller.port) as sink.proxy:
        yield sink
    controller.stop()


@pytest.fixture(autouse=True)
def _all_well(request):
    """Whatever a test did to what is shared is over."""
    yield
    if "mail" in request.fixturenames:
        mail = request.getfixturevalue("mail")
        mail.delay = mail.proxy.delay = 0


@pytest.fixture
def site(running):
    """The site on SQLite, all of it running whatever the test before did to it."""
    if not running.runs("backend"):
        running.start_backend()
    if not running.runs("worker"):
        running.start_worker()
    return running


@pytest.fixture(scope="session")
def running(copy, mail):
    """A site on SQLite, all of it running; its Redis is `site.redis`, a process, at `site.redis_url`."""
    with ExitStack() as stack:
        url, server = stack.enter_context(private_redis())
        site = copy(BLOG_REDIS_URL=url, BLOG_MAIL_URL=f"smtp://127.0.0.1:{mail.proxy.port}")
        site.redis, site.redis_url = server, url
        stack.callback(lambda: site.redis.kill() or site.redis.wait())
        stack.callback(site.stop)
        yield site


def pytest_collection_modifyitems(items):
    """What needs PostgreSQL comes last: it is filled while the rest runs."""
    items.sort(key=needs_postgres)


def needs_postgres(item):
    return "far" in item.fixturenames or getattr(getattr(item, "callspec", None), "params", {}).get("place") == "far"


@pytest.fixture(scope="session")
def cluster():
    if not postgres.binaries():
        demand("initdb", "postgresql")
    with postgres.private_cluster() as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def far_seeding(request):
    """The filling of PostgreSQL, begun before the first test where any will need it."""
    if not any(map(needs_postgres, request.session.items)):
        yield None
        return
    site = Site(request.getfixturevalue("tmp_path_factory").mktemp("seeding"))
    site.env["BLOG_DATABASE_URL"] = request.getfixturevalue("cluster")
    site.start_seeding()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def far(cluster, far_seeding, mail, tmp_path_factory):
    """A site on PostgreSQL behind a proxy, `far.proxy`, that can refuse, delay and freeze; the backend runs."""
    parts = urlsplit(cluster)
    with Proxy(str(Path(unquote(parts.hostname)) / ".s.PGSQL.5432")) as proxy:
        url = f"postgres://{parts.username}@127.0.0.1:{proxy.port}{parts.path}?sslmode=disable"
        mailed = {"BLOG_MAIL_URL": f"smtp://127.0.0.1:{mail.proxy.port}"}
        page = far_seeding.page_when_seeded()
        site = Site(tmp_path_factory.mktemp("far"), page=page, BLOG_DATABASE_URL=url, **mailed)
        site.proxy, site.cluster = proxy, cluster
        try:
            site.start_backend()
            yield site
        finally:
            site.stop()
