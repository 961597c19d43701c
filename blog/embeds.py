"""Other people's players: whose films can play inside a post, and at which address they do so with least tracking."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Player:
    """Who shows something, and the address that plays it inside a page; "" when it can only be opened there."""

    provider: str
    address: str = ""


_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"})
_VIMEO = frozenset({"vimeo.com", "player.vimeo.com"})
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/)?(?P<id>[0-9]{1,12})(?:/(?P<hash>[0-9a-f]{6,20}))?/?")


def player(url: str) -> Player:
    """Return who shows what is at `url`, and where it plays. Nothing is asked of anybody."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return Player(provider="")
    if host in _YOUTUBE:
        film = _youtube_film(host, parts.path, parts.query)
        return Player("YouTube", f"https://www.youtube-nocookie.com/embed/{film}" if film else "")
    if host in _VIMEO:
        found = _VIMEO_PATH.fullmatch(parts.path)
        unlisted = found["hash"] if found else None
        query = f"?dnt=1&h={unlisted}" if unlisted else "?dnt=1"
        return Player("Vimeo", f"https://player.vimeo.com/video/{found['id']}{query}" if found else "")
    return Player(provider=host)


def _youtube_film(host: str, path: str, query: str) -> str:
    if host == "youtu.be":
        film = path.strip("/")
    elif path == "/watch":
        film = parse_qs(query).get("v", [""])[0]
    else:
        folder, _, film = path.strip("/").partition("/")
        film = film if folder in {"embed", "shorts", "live"} else ""
    return film if _YOUTUBE_ID.fullmatch(film) else ""
