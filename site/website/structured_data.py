"""JSON-LD by schema.org: who wrote a page, who checked it, what it rests on, and where it stands."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

from blog.payloads.basics import Picture
from blog.payloads.schemas import AuthorPayload, HomePayload, PagePayload, PostPayload, ReferencePayload
from website.answers import Crumb
from website.brand.identity import Identity

Node = dict[str, Any]


def structured_data(
    payload: PagePayload,
    *,
    root: str,
    identity: Identity,
    canonical: str,
    description: str,
    breadcrumbs: Sequence[Crumb],
) -> Node:
    """Return the document that describes a page as a graph of nodes.

    A post that an expert reviewed is a `MedicalWebPage`, every other page a `WebPage`. `root` is the site's address.
    """
    page: Node = {
        "@type": "WebPage",
        "@id": canonical,
        "url": canonical,
        "name": payload.title,
        "description": description,
        "inLanguage": payload.meta.locale,
    }
    nodes = [page]
    if len(breadcrumbs) > 1:
        page["breadcrumb"] = {"@id": f"{canonical}#breadcrumb"}
        nodes.append(_trail(breadcrumbs, root=root, canonical=canonical))
    if isinstance(payload, HomePayload):
        site = {"@type": "WebSite", "@id": f"{root}/#website", "url": f"{root}/", "name": identity.name}
        nodes.append(site | {"description": identity.tagline, "publisher": _publisher(identity, root=root)})
    if isinstance(payload, PostPayload):
        page |= _review(payload, root=root)
        nodes.append(_article(payload, root=root, identity=identity, canonical=canonical, description=description))
    return {"@context": "https://schema.org", "@graph": [_without_blanks(node) for node in nodes]}


def structured_listing(
    *, title: str, locale: str, root: str, canonical: str, description: str, breadcrumbs: Sequence[Crumb]
) -> Node:
    """Return the document that describes a list of posts with something in common."""
    page: Node = {
        "@type": "CollectionPage",
        "@id": canonical,
        "url": canonical,
        "name": title,
        "description": description,
        "inLanguage": locale,
        "breadcrumb": {"@id": f"{canonical}#breadcrumb"},
    }
    trail = _trail(breadcrumbs, root=root, canonical=canonical)
    return {"@context": "https://schema.org", "@graph": [_without_blanks(page), trail]}


def _trail(breadcrumbs: Sequence[Crumb], *, root: str, canonical: str) -> Node:
    steps = [
        {"@type": "ListItem", "position": place, "name": crumb.title, "item": urljoin(root, crumb.path)}
        for place, crumb in enumerate(breadcrumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{canonical}#breadcrumb", "itemListElement": steps}


def _review(post: PostPayload, *, root: str) -> Node:
    reviewers = [_person(each.author, root=root) for each in post.contributors if each.role == "reviewer"]
    if not reviewers and post.reviewed_on is None:
        return {}
    day = post.reviewed_on.isoformat() if post.reviewed_on else ""
    return {"@type": "MedicalWebPage", "lastReviewed": day, "reviewedBy": reviewers}


def _article(post: PostPayload, *, root: str, identity: Identity, canonical: str, description: str) -> Node:
    published, modified = post.meta.first_published_at, post.meta.last_published_at
    return {
        "@type": "Article",
        "@id": f"{canonical}#article",
        "mainEntityOfPage": {"@id": canonical},
        "headline": post.title,
        "description": description,
        "inLanguage": post.meta.locale,
        "datePublished": published.isoformat() if published else "",
        "dateModified": modified.isoformat() if modified else "",
        "timeRequired": f"PT{post.reading_time}M",
        "image": _image(post.hero, root=root) if post.hero else "",
        "author": [_person(each.author, root=root) for each in post.contributors if each.role == "author"],
        "editor": [_person(each.author, root=root) for each in post.contributors if each.role == "editor"],
        "publisher": _publisher(identity, root=root),
        "articleSection": [category.name for category in post.categories],
        "keywords": [tag.name for tag in post.tags],
        "citation": [_citation(reference) for reference in post.references],
        "isPartOf": {"@type": "CreativeWorkSeries", "name": post.series.title} if post.series else "",
    }


def _publisher(identity: Identity, *, root: str) -> Node:
    return _without_blanks(
        {
            "@type": "Organization",
            "@id": f"{root}/#publisher",
            "name": identity.name,
            "url": f"{root}/",
            "logo": _image(identity.logo, root=root) if identity.logo else "",
            "sameAs": list(identity.accounts),
        }
    )


def _person(author: AuthorPayload, *, root: str) -> Node:
    credentials = [
        {
            "@type": "EducationalOccupationalCredential",
            "name": each.meaning or each.letters,
            "alternateName": each.letters,
            "recognizedBy": {"@type": "Organization", "name": each.issuer} if each.issuer else "",
        }
        for each in author.credentials
    ]
    return _without_blanks(
        {
            "@type": "Person",
            "name": author.name,
            "honorificSuffix": ", ".join(each.letters for each in author.credentials),
            "description": author.biography,
            "image": urljoin(root, author.portrait.src) if author.portrait else "",
            "sameAs": [address for address in (author.orcid, author.website) if address],
            "hasCredential": [_without_blanks(each) for each in credentials],
        }
    )


def _image(picture: Picture, *, root: str) -> Node:
    return _without_blanks(
        {
            "@type": "ImageObject",
            "url": urljoin(root, picture.src),
            "width": picture.width,
            "height": picture.height,
            "caption": picture.caption or picture.alt,
            "creditText": picture.credit,
        }
    )


def _citation(reference: ReferencePayload) -> Node:
    return _without_blanks(
        {
            "@type": "CreativeWork",
            "name": reference.text,
            "url": reference.url,
            "identifier": [
                f"{scheme}:{number}" for scheme, number in (("doi", reference.doi), ("pmid", reference.pmid)) if number
            ],
        }
    )


def _without_blanks(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [])}
