"""Our small Markdown: markdown-it with everything off but what readers need."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from comments.markup.addresses import may_be_linked

DEEPEST = 8
"""Levels of nested blocks; a mark that would open a deeper one stays text. A list item counts as two."""


def to_html(source: str) -> str:
    """Return the HTML of `source`, not yet cleaned. Every character of it that is not Markdown of ours is escaped."""
    rendered: str = _PARSER.render(source)
    return rendered


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST and blockquote(state, start, end, silent)


def _bullets(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # The library's rule also makes ordered lists, which would renumber "1986. What a year".
    position = state.bMarks[start] + state.tShift[start]
    is_bullet = state.src[position : position + 1] in {"-", "*"}
    return is_bullet and state.level < DEEPEST and list_block(state, start, end, silent)


def _emphasis(state: StateInline, silent: bool) -> bool:
    # The library lets asterisks split a word; here neither mark does, so that 2*3*4 is a product. A backslash before a
    # mark keeps it literal, and stays: a shrug drawn with one is still a shrug.
    marker = state.src[state.pos]
    if silent or marker not in {"_", "*"}:
        return False
    escaped = state.pos > 0 and state.src[state.pos - 1] == "\\"
    run = state.scanDelims(state.pos, canSplitWord=False)
    for _ in range(run.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=run.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=run.can_open and not escaped,
                close=run.can_close and not escaped,
            )
        )
    state.pos += run.length
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True, "xhtmlOut": False})
    parser.enable(["fence", "blockquote", "list", "newline", "backticks", "emphasis", "link"])
    parser.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.at("list", _bullets, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.validateLink = may_be_linked  # type: ignore[method-assign, assignment] # the documented way to replace it
    return parser


_PARSER = _parser()
