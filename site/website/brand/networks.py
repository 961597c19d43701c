"""The places a site may have an account at, and how an address there is known."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Network:
    """A network: what it calls itself, and the hosts its accounts live on; none where everybody may run one."""

    name: str | Promise
    hosts: tuple[str, ...]


NETWORKS = {
    "bluesky": Network("Bluesky", ("bsky.app",)),
    "facebook": Network("Facebook", ("facebook.com",)),
    "github": Network("GitHub", ("github.com",)),
    "instagram": Network("Instagram", ("instagram.com",)),
    "linkedin": Network("LinkedIn", ("linkedin.com",)),
    "mastodon": Network("Mastodon", ()),
    "orcid": Network("ORCID", ("orcid.org",)),
    "pinterest": Network("Pinterest", ("pinterest.com",)),
    "podcast": Network(_("Podcast"), ()),
    "researchgate": Network("ResearchGate", ("researchgate.net",)),
    "spotify": Network("Spotify", ("spotify.com",)),
    "threads": Network("Threads", ("threads.com", "threads.net")),
    "tiktok": Network("TikTok", ("tiktok.com",)),
    "vimeo": Network("Vimeo", ("vimeo.com",)),
    "whatsapp": Network("WhatsApp", ("whatsapp.com", "wa.me")),
    "x": Network("X", ("x.com", "twitter.com")),
    "youtube": Network("YouTube", ("youtube.com",)),
}


def is_at(address: str, network: Network) -> bool:
    """Tell whether `address` is an https address at the network."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    at_home = not network.hosts or any(host == each or host.endswith(f".{each}") for each in network.hosts)
    return parts.scheme == "https" and bool(host) and at_home
