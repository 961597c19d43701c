"""What the demo says above the posts of a category or a tag, with a picture that it draws for a post too."""

from typing import NamedTuple


class Told(NamedTuple):
    """An introduction, the name of a drawn picture or nothing, and what the picture shows."""

    introduction: str
    picture: str = ""
    alt: str = ""


CATEGORIES = {
    "back-and-neck": Told(
        "Most backs that hurt are sore rather than broken. Here is what we tell people before, during and after.",
        "spine-path",
        "A path of vertebrae climbing through hills to the sun",
    ),
    "low-back": Told("The part of the back that complains most, and usually forgives first."),
    "shoulder": Told("The joint that reaches furthest and is asked for most."),
    "knee-and-hip": Told(
        "Two joints that carry everything else. What wears, what adapts, and what to do on the stairs.",
        "rising-hills",
        "Hills each higher than the last, with a path between them",
    ),
    "tendons": Told(
        "Tendons like a steady diet of load and dislike surprises.",
        "fibres",
        "A tendon drawn as a river of fibres, loosened in one place",
    ),
    "everyday-movement": Told("Walking, lifting, sitting, and doing a little more of it next week."),
    "pain-and-mind": Told(
        "Pain is made where we think, and that is no insult.",
        "ripple",
        "One drop on still water, and its widening rings",
    ),
    "injections": Told("What a needle can do, for how long, and what the studies say when it is blinded."),
    "imaging": Told("Pictures of insides, and how much of what they show was always there."),
    "about-the-clinic": Told("How we work, who we are, and what is in the biscuit tin."),
}
"""By the slug of the category."""

TAGS = {
    "walking": Told(
        "The cheapest treatment we know, in doses from five minutes.",
        "bridge-crossing",
        "Someone crossing a high bridge between two slopes",
    ),
    "evidence": Told("How we read studies, and what we do when they disagree."),
    "back-pain": Told("Everything we have written about sore backs, the newest first."),
    "sleep": Told("", "night-window", "Night over a valley with one lit window"),
}
"""By the slug of the tag."""

ARCHIVE = "Everything we have written, month by month."
