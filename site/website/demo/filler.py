"""Sentences for posts and comments that nobody wrote, put together by chance."""

from collections.abc import Iterator
from random import Random

_OPENINGS = (
    "Notes on",
    "A word about",
    "Rethinking",
    "Living with",
    "Learning from",
    "In praise of",
    "Questions about",
)
_SUBJECTS = (
    "stiff mornings",
    "the long walk home",
    "hips that click",
    "resting well",
    "carrying shopping",
    "gardening backs",
    "desks and chairs",
    "cycling knees",
    "the second set",
    "ordinary shoes",
    "winter joints",
    "getting up from the floor",
    "sore elbows",
    "swimming lengths",
    "the first run in spring",
)
_TURNS = (
    "Most people who ask us about this have already tried the sensible thing once, and stopped when it was dull.",
    "It is worth writing down what you did this week before you decide what to do in the next.",
    "A small amount, often, has carried more people over the hill than any heroic Saturday.",
    "If it hurts a little while you do it and no more than usual on the next morning, you are within bounds.",
    "There is seldom one right way, and there are several that will do.",
    "Sleep, worry and weather all have a hand in how a joint feels on a given day.",
    "We would rather see you walk badly today than perfectly in a month.",
    "Ask whoever knows your history before you change a medicine or begin something strenuous.",
    "Strength comes back more slowly than confidence leaves, so begin with confidence.",
    "Nobody has to be good at this; it is enough to be regular.",
    "When progress stops, change one thing and give it two weeks.",
    "The body keeps a diary of its own, and it forgives gaps.",
)
_REMARKS = (
    "Thank you, this came at the right moment.",
    "I have been doing this for three weeks and the stairs are easier.",
    "Could you say more about how often?",
    "My sister sent me this. She was right, which I will not tell her.",
    "Not sure that I agree about the second point, but the first one helped.",
    "Tried it, was sore for a day, then better than before.",
    "Is this also meant for people over eighty?",
    "The part about diaries made me laugh, and then I bought one.",
    "I wish somebody had told me this ten years ago.",
    "What would you do instead if kneeling is impossible?",
)
_NAMES = ("Ada", "Bram", "Clio", "Dov", "Elsa", "Femi", "Greta", "Hugo", "Iris", "Jun", "Kofi", "Lena", "Milo", "Nadia")
_FAMILIES = ("Arden", "Birch", "Cole", "Dale", "Eames", "Frost", "Glen", "Hale", "Ivers", "Joyce", "Kerr", "Lund")


def title(chance: Random) -> str:
    """Return the title of a post."""
    return f"{chance.choice(_OPENINGS)} {chance.choice(_SUBJECTS)}"


def paragraphs(chance: Random) -> Iterator[str]:
    """Yield the paragraphs of a post: four to seven, of three to five sentences."""
    for _ in range(chance.randint(4, 7)):
        yield " ".join(chance.sample(_TURNS, chance.randint(3, 5)))


def remark(chance: Random) -> tuple[str, str]:
    """Return the name of a reader and what that reader wrote."""
    name = f"{chance.choice(_NAMES)} {chance.choice(_FAMILIES)}"
    return name, " ".join(chance.sample(_REMARKS, chance.randint(1, 3)))
