"""One site in production for all tests that only look at it, hurt one program at a time, or restart it."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts import postgres
from tests.integration.redis import private_redis
from tests.production.site import Site, demand


def pytest_itemcollected(item):
    """Let the tests of a folder, which share a site, run in one process where there are several."""
    item.add_marker(pytest.mark.xdist_group(item.path.parent.name))


@pytest.fixture(scope="session")
def production():
    """The site of `site/deploy`, all of it running."""
    demand("nginx", "nginx-light")
    if not postgres.binaries():
        demand("initdb", "postgresql")
    with ExitStack() as stack:
        redis, _ = stack.enter_context(private_redis())
        database = stack.enter_context(postgres.private_cluster())
        folder = Path(tempfile.mkdtemp(prefix="motacilla-site-"))  # nginx has to get in, which pytest's folders forbid
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        site = Site(folder, database=database, redis=redis)
        stack.callback(site.stop)
        with ThreadPoolExecutor() as pool:
            collected = pool.submit(site.manage, "collectstatic", "--noinput", "--verbosity", "0")
            site.seed()
            collected.result()
        site.start()
        yield site
