"""Fill in what `site/deploy` leaves open: nginx, systemd and the frontend's settings, all from the backend's settings.

`python3 -m scripts.deploy --into /etc/motacilla` reads `backend.env` there and writes the rest beside it. Nothing is
started and nothing outside that folder is touched; run again after a change, it writes the same names anew.
"""

import argparse
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scripts.prepare import ROOT
from scripts.progress import Failed

TEMPLATES = ROOT / "site" / "deploy"
BLANK = re.compile(r"\{\{(\w+)\}\}")

NEEDED = (
    "BLOG_DATA",
    "BLOG_PUBLIC_URL",
    "BLOG_ADMIN_URL",
    "BLOG_FRONTEND_URL",
    "BLOG_FRONTEND_SECRET",
)

PASSED_ON = {"METRICS_TOKEN": "BLOG_METRICS_TOKEN", "LOG_FORMAT": "BLOG_LOG_FORMAT", "PAGE_CACHE_MB": "PAGE_CACHE_MB"}
"""What the frontend is told only if `backend.env` has it."""


@dataclass(frozen=True)
class Place:
    """Where things are on this server. Addresses are `host:port`; nginx listens on each of `listens`.

    The files are written `into` a folder, and found in `folder` where that has another name by then: in a container.
    """

    into: Path
    folder: str = ""
    code: Path = ROOT
    backends: tuple[str, ...] = ("127.0.0.1:8001", "127.0.0.1:8002")
    workers: int = 2
    inner: str = "127.0.0.1:8080"
    inner_host: str = "127.0.0.1"
    listens: tuple[str, ...] = ("0.0.0.0", "[::]")  # nosec B104 # noqa: S104 - the outer side of a web server
    http_port: int = 80
    https_port: int = 443
    certificates: str = ""
    acme: str = "/var/www/acme"
    cache: str = "/var/cache/nginx/motacilla"
    log: str = "/var/log/nginx/motacilla.log"
    backups: str = "/var/backups/motacilla"


def read_settings(text: str) -> dict[str, str]:
    """Return the variables of an environment file as systemd and a shell read it; `Failed` where they would differ."""
    found = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        try:
            words = shlex.split(value)
        except ValueError:
            words = []
            equals = ""
        if not equals or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name) or len(words) > 1:
            raise Failed(f"This line is no NAME=value; quote a value with blanks in it: {name}=…")
        found[name] = words[0] if words else ""
    return found


def blanks(settings: Mapping[str, str], place: Place) -> dict[str, str]:
    """Return what is filled in, by name. `Failed` names a setting that is missing."""
    missing = [name for name in NEEDED if not settings.get(name)]
    if missing:
        raise Failed(f"Set {', '.join(missing)} in backend.env first.")
    frontends = [urlsplit(each.strip()).netloc for each in settings["BLOG_FRONTEND_URL"].split(",")]
    public, admin = (urlsplit(settings[name]).hostname or "" for name in ("BLOG_PUBLIC_URL", "BLOG_ADMIN_URL"))

    def listen(port: int, more: str = "") -> str:
        return "\n".join(f"    listen {each}:{port}{more};" for each in place.listens)

    instances = [f"motacilla-backend@{each.rpartition(':')[2]}.service" for each in place.backends]
    instances += [f"motacilla-frontend@{each.rpartition(':')[2]}.service" for each in frontends]
    instances += [f"motacilla-worker@{number + 1}.service" for number in range(place.workers)]
    return {
        "folder": place.folder or str(place.into),
        "code": str(place.code),
        "data": settings["BLOG_DATA"],
        "public_host": public,
        "admin_host": admin,
        "frontends": _servers(frontends),
        "backends": _servers(place.backends),
        "tries": str(max(len(frontends), len(place.backends))),
        "inner": place.inner,
        "http": listen(place.http_port),
        "http_default": listen(place.http_port, " default_server"),
        "https": listen(place.https_port, " ssl http2"),
        "https_default": listen(place.https_port, " ssl http2 default_server"),
        "https_suffix": "" if place.https_port == 443 else f":{place.https_port}",
        "certificates": place.certificates or f"/etc/letsencrypt/live/{public}",
        "acme": place.acme,
        "cache": place.cache,
        "log": place.log,
        "backups": place.backups,
        "instances": " ".join(instances),
    }


def _servers(addresses: Sequence[str]) -> str:
    return "\n".join(f"    server {each} max_fails=0;" for each in addresses)


def frontend_settings(settings: Mapping[str, str], place: Place) -> str:
    """Return the frontend's environment file: of the backend's secrets only the one they share."""
    port = place.inner.rpartition(":")[2]
    told = {
        "NODE_ENV": "production",
        "HOST": "127.0.0.1",
        "BACKEND_URL": f"http://{place.inner_host}:{port}",
        "PUBLIC_URL": settings["BLOG_PUBLIC_URL"],
        "ADMIN_URL": settings["BLOG_ADMIN_URL"],
        "FRONTEND_SECRET": settings["BLOG_FRONTEND_SECRET"],
        "PROXIES": settings.get("BLOG_PROXIES", ""),
    }
    told |= {name: settings[passed] for name, passed in PASSED_ON.items() if settings.get(passed)}
    lines = [f"{name}={shlex.quote(value)}" for name, value in told.items()]
    return "# Written by scripts.deploy from backend.env.\n" + "\n".join(lines) + "\n"


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with every `{{name}}` filled in."""
    return BLANK.sub(lambda found: values[found[1]], text)


def write(place: Place) -> list[Path]:
    """Write every file into `place.into`, and return their paths."""
    source = place.into / "backend.env"
    if not source.exists():
        raise Failed(f"There is no {source}: copy {TEMPLATES / 'backend.env.example'} there and fill it in.")
    settings = read_settings(source.read_text())
    values = blanks(settings, place)
    made = {path.name: fill(path.read_text(), values) for path in sorted(TEMPLATES.glob("nginx/*.*")) if path.is_file()}
    made |= {path.name: fill(path.read_text(), values) for path in sorted(TEMPLATES.glob("systemd/*.*"))}
    made["frontend.env"] = frontend_settings(settings, place)
    for name, text in made.items():
        target = place.into / name
        target.touch(mode=0o640 if name.endswith(".env") else 0o644)
        target.write_text(text)
    return [place.into / name for name in made]


def main() -> int:
    """Write the files and name them."""
    default = Place(into=Path("/etc/motacilla"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=default.into, help="folder with backend.env (%(default)s)")
    parser.add_argument("--folder", default="", help="that folder's name for nginx and systemd, if it is another")
    parser.add_argument("--code", type=Path, default=default.code, help="the code's folder for them (%(default)s)")
    parser.add_argument("--backends", default=",".join(default.backends), help="addresses of backends (%(default)s)")
    parser.add_argument("--workers", type=int, default=default.workers, help="number of workers (%(default)s)")
    parser.add_argument("--inner", default=default.inner, help="where frontends find all backends (%(default)s)")
    parser.add_argument("--inner-host", default=default.inner_host, help="that place's name (%(default)s)")
    parser.add_argument("--listen", default=",".join(default.listens), help="what nginx listens on (%(default)s)")
    parser.add_argument("--http-port", type=int, default=default.http_port)
    parser.add_argument("--https-port", type=int, default=default.https_port)
    parser.add_argument("--certificates", default="", help="folder of fullchain.pem and privkey.pem (certbot's)")
    parser.add_argument("--cache", default=default.cache, help="nginx's folder for assets (%(default)s)")
    parser.add_argument("--log", default=default.log, help="nginx's log (%(default)s)")
    parser.add_argument("--backups", default=default.backups, help="folder of the nightly backup (%(default)s)")
    given = vars(parser.parse_args())
    given["listens"] = tuple(given.pop("listen").split(","))
    given["backends"] = tuple(given["backends"].split(","))
    try:
        written = write(Place(**{**given, "into": given["into"].absolute()}))
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    print("\n".join(str(path) for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main())
