"""From the few colours people choose to all that the style sheet uses, and which of those must tell apart."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from website.brand.contrast import contrast, mixed

Mode = Literal["light", "dark"]
Choice = Literal["ground", "text", "accent", "highlight"]

TEXT, EDGE = 4.5, 3.0
"""The least contrast of text (WCAG 2.2, 1.4.3, level AA) and of edges and focus rings (1.4.11)."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What people choose for one mode; an empty colour is ours."""

    ground: str = ""
    text: str = ""
    accent: str = ""
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class Colours:
    """All colours of the style sheet for one mode, by the names it has for them, each as "#rrggbb".

    `paper` is what everything stands on, `surface` what forms and notes stand on, `tint` what is pointed out; `ink`,
    `soft`, `link` and `wrong` are text; `edge` goes round fields, `line` between things; `accent` is decoration, under
    selected text too, which is `accent_ink`; `action` is a button and `action_ink` its words.
    """

    paper: str
    surface: str
    ink: str
    soft: str
    line: str
    edge: str
    link: str
    accent: str
    accent_ink: str
    tint: str
    wrong: str
    action: str
    action_ink: str


OURS: Mapping[Mode, Colours] = {
    "light": Colours(
        paper="#fbfaf7",
        surface="#f3f1ea",
        ink="#1f2a30",
        soft="#556167",
        line="#dfdbd0",
        edge="#857f73",
        link="#0b5a6e",
        accent="#e3b411",
        accent_ink="#1f2a30",
        tint="#fbefc2",
        wrong="#a0261a",
        action="#12505f",
        action_ink="#fdfdfb",
    ),
    "dark": Colours(
        paper="#14191c",
        surface="#1d2529",
        ink="#dde3e3",
        soft="#9fabb0",
        line="#323c41",
        edge="#74828a",
        link="#8ccadb",
        accent="#e6bf3a",
        accent_ink="#1f2a30",
        tint="#413813",
        wrong="#ffa597",
        action="#93cede",
        action_ink="#10181b",
    ),
}
"""The colours of `frontend/src/styles/tokens.css`."""

SHARES = {"surface": 0.04, "soft": 0.76, "line": 0.14, "edge": 0.54}
"""How much of the text is in the colours between text and ground: about what it is in ours."""

TINTED = 0.2
"""How much of the highlight is in the ground of what is pointed out."""


def colours(mode: Mode, chosen: Chosen) -> Colours:
    """Return all colours that follow from the chosen ones; what nothing chosen touches is ours."""
    found = OURS[mode]
    paper, ink = chosen.ground or found.paper, chosen.text or found.ink
    if chosen.ground or chosen.text:
        between = {name: mixed(ink, paper, share=share) for name, share in SHARES.items()}
        found = replace(found, paper=paper, ink=ink, **between)
    if chosen.highlight:
        selected = max(("#000000", "#ffffff"), key=lambda each: contrast(each, chosen.highlight))
        found = replace(found, accent=chosen.highlight, accent_ink=selected)
    if chosen.ground:
        found = replace(
            found, wrong=max((ours.wrong for ours in OURS.values()), key=lambda each: contrast(each, paper))
        )
    if chosen.highlight or chosen.ground:
        found = replace(found, tint=mixed(found.accent, paper, share=TINTED))
    if chosen.accent:
        found = replace(found, link=chosen.accent, action=chosen.accent)
    if chosen.accent or chosen.ground:
        found = replace(found, action_ink=paper)
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet in the style sheet, the contrast they need, and the choices they come from, first first."""

    name: str | Promise
    front: str
    back: str
    needed: float
    choices: tuple[Choice, ...]


PAIRS = (
    Pair(_("Text on the ground"), "ink", "paper", TEXT, ("text", "ground")),
    Pair(_("Text on notes and forms"), "ink", "surface", TEXT, ("text", "ground")),
    Pair(_("Text where something is pointed out"), "ink", "tint", TEXT, ("highlight", "text", "ground")),
    Pair(_("Muted text on the ground"), "soft", "paper", TEXT, ("text", "ground")),
    Pair(_("Muted text on notes and forms"), "soft", "surface", TEXT, ("text", "ground")),
    Pair(_("Muted text where something is pointed out"), "soft", "tint", TEXT, ("highlight", "text", "ground")),
    Pair(_("Links and focus rings on the ground"), "link", "paper", TEXT, ("accent", "ground")),
    Pair(_("Links and focus rings on notes and forms"), "link", "surface", TEXT, ("accent", "ground", "text")),
    Pair(_("Links where something is pointed out"), "link", "tint", TEXT, ("accent", "highlight", "ground")),
    Pair(_("Words on buttons"), "action_ink", "action", TEXT, ("accent", "ground")),
    Pair(_("Error messages on the ground"), "wrong", "paper", TEXT, ("ground",)),
    Pair(_("Error messages on forms"), "wrong", "surface", TEXT, ("ground", "text")),
    Pair(_("Selected text"), "accent_ink", "accent", TEXT, ("highlight",)),
    Pair(_("Edges of form fields, outside"), "edge", "surface", EDGE, ("text", "ground")),
    Pair(_("Edges of form fields, inside"), "edge", "paper", EDGE, ("text", "ground")),
)
"""Every pair of which one must be read, or seen to be used, upon the other."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A pair that does not tell apart well enough: its contrast, and the choice to look at."""

    pair: Pair
    ratio: float
    choice: Choice


def failures(mode: Mode, chosen: Chosen) -> list[Failure]:
    """Return the pairs with too little contrast, in the order of `PAIRS`.

    The choice named is the first of the pair's that somebody made.
    """
    found, made = asdict(colours(mode, chosen)), asdict(chosen)
    too_low = []
    for pair in PAIRS:
        ratio = contrast(found[pair.front], found[pair.back])
        if ratio < pair.needed:
            choice = next((each for each in pair.choices if made[each]), pair.choices[0])
            too_low.append(Failure(pair=pair, ratio=ratio, choice=choice))
    return too_low
