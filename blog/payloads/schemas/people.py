"""The shapes of people."""

from typing import Literal

from blog.payloads.basics import Payload, Picture


class CredentialPayload(Payload):
    """Letters after a name, what they stand for and who gave them."""

    letters: str
    meaning: str
    issuer: str


class AuthorPayload(Payload):
    """A person who wrote, reviewed or edited; `display_name` is the name with its letters, `path` leads to their posts.

    `orcid` is the address of their ORCID record, `website` that of their own site; both may be empty, as `biography`.
    """

    id: int
    name: str
    slug: str
    path: str
    display_name: str
    credentials: list[CredentialPayload]
    portrait: Picture | None
    biography: str
    orcid: str
    website: str


class ContributorPayload(Payload):
    """Who did what for a post, in the order the editors chose."""

    role: Literal["author", "reviewer", "editor"]
    author: AuthorPayload
