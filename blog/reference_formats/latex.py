"""LaTeX as it stands in BibTeX fields: to plain text and back."""

import re

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

MAX_LENGTH = 3000
MAX_DEPTH = 20
"""What one field may hold: the parser walks into braces by recursion."""

_CONTEXT = get_default_latex_context_db()
_CONTEXT.add_context_category(
    "plain signs",
    macros=[
        MacroTextSpec("textasciicircum", "^"),
        MacroTextSpec("textbraceleft", "{"),
        MacroTextSpec("textbraceright", "}"),
    ],
    prepend=True,
)
_TO_TEXT = LatexNodes2Text(latex_context=_CONTEXT, math_mode="text")

_NOT_PLAIN = re.compile(r"[\\{}$%~]|--|``|''|[!?]`")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "-": "-{}",
    "`": "`{}",
    "'": "'{}",
}
_SPECIAL = re.compile(r"[\\{}~^&%$#_]|-(?=-)|`(?=`)|'(?=')|(?<=[!?])`")
_NAMED = {command.strip("\\{}"): sign for sign, command in _ESCAPES.items() if command.startswith(r"\text")}
_IN_ADDRESSES = re.compile(r"\\([_&%#~$])(?:\{\})?|\\(" + "|".join(_NAMED) + r")(?:\{\})?|\\url\{([^{}]*)\}|[{}]")


def to_text(latex: str) -> str:
    """Return the plain text of a LaTeX field. What is no LaTeX is kept, without its braces and backslashes."""
    if not _NOT_PLAIN.search(latex):
        return latex
    latex = latex[:MAX_LENGTH]
    if _depth(latex) > MAX_DEPTH:
        return _stripped(latex)
    try:
        return str(_TO_TEXT.latex_to_text(_BARE_PERCENT.sub(r"\\%", latex)))
    except Exception:  # noqa: BLE001 - the library meets half a macro with whatever error comes first
        return _stripped(latex)


def address_to_text(latex: str) -> str:
    r"""Return the plain text of a field that holds a web address or a number, with signs escaped and no more."""
    return _IN_ADDRESSES.sub(lambda match: match[1] or _NAMED.get(match[2]) or match[3] or "", latex[:MAX_LENGTH])


def from_text(plain: str) -> str:
    """Return LaTeX that shows `plain` as it is, for a field in UTF-8."""
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "{}" + match[0]), plain)


def _stripped(latex: str) -> str:
    return re.sub(r"[\\{}$]", "", latex)


def _depth(latex: str) -> int:
    deepest = depth = 0
    for sign in latex:
        depth += {"{": 1, "}": -1, "[": 1, "]": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest + latex.count(r"\begin")
