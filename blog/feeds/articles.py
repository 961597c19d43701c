"""A whole post as plain HTML, for readers who follow a feed: no script, no style, every link absolute."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from blog.payloads.basics import Picture
from blog.payloads.block_schemas import (
    AppointmentBlock,
    CalloutBlock,
    CodeBlock,
    DownloadBlock,
    EmbedBlock,
    GalleryBlock,
    HeadingBlock,
    ParagraphBlock,
    PictureBlock,
    QuestionsBlock,
    QuoteBlock,
    RelatedBlock,
    TableBlock,
)
from blog.payloads.schemas import PostPayload

_RELATIVE = re.compile(r'\b(href|src)="(?=[/#])(?!//)')


def article_html(post: PostPayload, *, root: str) -> str:
    """Return the whole of `post`; `root` is the address of the site, without a slash at the end."""
    parts = [_figure(post.hero)] if post.hero else []
    parts += [BLOCKS[block.type](block) for block in post.body]
    if post.references:
        papers = format_html_join("", '<li value="{}">{}</li>', ((each.number, each.text) for each in post.references))
        parts.append(format_html("<h2>{}</h2><ol>{}</ol>", _("References"), papers))
    own = post.meta.html_url

    def absolute(found: re.Match[str]) -> str:
        return found.group() + (own if found.string[found.end()] == "#" else root)

    return _RELATIVE.sub(absolute, "\n".join(parts))


def _trusted(html: str) -> SafeString:
    return mark_safe(html)  # nosec B308, B703 # noqa: S308 - a payload's HTML comes from Wagtail's rich text, cleaned when it was saved


def _figure(picture: Picture) -> SafeString:
    image = format_html(
        '<img src="{}" alt="{}" width="{}" height="{}">', picture.src, picture.alt, picture.width, picture.height
    )
    words = " ".join(filter(None, [picture.caption, picture.credit]))
    caption = format_html("<figcaption>{}</figcaption>", words) if words else ""
    return format_html("<figure>{}{}</figure>", image, caption)


def _titled(title: str, rest: SafeString) -> SafeString:
    return format_html("<h3>{}</h3>{}", title, rest) if title else rest


def _heading(block: HeadingBlock) -> SafeString:
    return format_html("<h{}>{}</h{}>", block.level, block.text, block.level)


def _paragraph(block: ParagraphBlock) -> SafeString:
    return _trusted(block.html)


def _picture(block: PictureBlock) -> SafeString:
    return _figure(block.picture)


def _gallery(block: GalleryBlock) -> SafeString:
    return _titled(block.title, format_html_join("", "{}", ((_figure(each),) for each in block.pictures)))


def _quote(block: QuoteBlock) -> SafeString:
    source = format_html("<p>{}</p>", block.attribution) if block.attribution else ""
    return format_html("<blockquote><p>{}</p>{}</blockquote>", block.text, source)


def _callout(block: CalloutBlock) -> SafeString:
    return format_html("<aside>{}</aside>", _titled(block.title, _trusted(block.html)))


def _questions(block: QuestionsBlock) -> SafeString:
    asked = ((each.question, _trusted(each.html)) for each in block.questions)
    return _titled(block.title, format_html_join("", "<h4>{}</h4>{}", asked))


def _divider(block: object) -> SafeString:
    return _trusted("<hr>")


def _embed(block: EmbedBlock) -> SafeString:
    return format_html('<p><a href="{}">{}</a> {}</p>', block.url, block.title or block.provider, block.note)


def _table(block: TableBlock) -> SafeString:
    rows = []
    for place, row in enumerate(block.rows):
        cells = [
            format_html("<{0}>{1}</{0}>", "th" if head else "td", text)
            for column, text in enumerate(row)
            for head in [(block.header_row and place == 0) or (block.header_column and column == 0)]
        ]
        rows.append((format_html_join("", "{}", ((cell,) for cell in cells)),))
    caption = format_html("<caption>{}</caption>", block.caption) if block.caption else ""
    return format_html("<table>{}{}</table>", caption, format_html_join("", "<tr>{}</tr>", rows))


def _code(block: CodeBlock) -> SafeString:
    caption = format_html("<p>{}</p>", block.caption) if block.caption else ""
    return format_html("<pre><code>{}</code></pre>{}", block.code, caption)


def _download(block: DownloadBlock) -> SafeString:
    return format_html('<p><a href="{}">{}</a> {}</p>', block.url, block.title, block.note)


def _appointment(block: AppointmentBlock) -> SafeString:
    return format_html('<p>{} <a href="{}">{}</a></p>', block.text, block.url, block.label)


def _related(block: RelatedBlock) -> SafeString:
    posts = format_html_join("", '<li><a href="{}">{}</a></li>', ((each.path, each.title) for each in block.posts))
    return _titled(block.title, format_html("<ul>{}</ul>", posts))


BLOCKS: Mapping[str, Callable[[Any], SafeString]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "picture": _picture,
    "gallery": _gallery,
    "quote": _quote,
    "callout": _callout,
    "questions": _questions,
    "divider": _divider,
    "embed": _embed,
    "table": _table,
    "code": _code,
    "download": _download,
    "appointment": _appointment,
    "related": _related,
}
"""How each kind of block is written; a test compares the names with the schemas."""
