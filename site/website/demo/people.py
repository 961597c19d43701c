"""Who writes for the demo's clinic, and what its posts are sorted by."""

from dataclasses import dataclass
from datetime import timedelta

CLINIC = "Alder Bridge Clinic"
BLOG = "Journal"


@dataclass(frozen=True, slots=True)
class Person:
    """An author. A credential is its letters, their meaning and who gave them; `login` a user name."""

    name: str
    slug: str
    biography: str
    credentials: tuple[tuple[str, str, str], ...]
    login: str


PEOPLE = (
    Person(
        name="Ines Halloran",
        slug="ines-halloran",
        biography=(
            "Ines looks after movement at Alder Bridge: backs, tendons, and the Tuesday group. She trained as a dancer "
            "until a knee had other plans, and has been curious about knees ever since."
        ),
        credentials=(
            ("DPT", "Doctor of Physical Therapy", "Harrow Coast University"),
            ("OCS", "Orthopaedic Clinical Specialist", "American Board of Physical Therapy Specialties"),
        ),
        login="moderator",
    ),
    Person(
        name="Daniel Okoro",
        slug="daniel-okoro",
        biography=(
            "Daniel is a physician in musculoskeletal medicine. He spends his days with an ultrasound probe in one "
            "hand and somebody's worry in the other, and tries to put the first one down often enough."
        ),
        credentials=(
            ("MD", "Doctor of Medicine", "Saltmarsh School of Medicine"),
            (
                "RMSK",
                "Registered in Musculoskeletal Sonography",
                "Alliance for Physician Certification & Advancement",
            ),
        ),
        login="admin",
    ),
    Person(
        name="Leena Varga",
        slug="leena-varga",
        biography=(
            "Leena is a health psychologist who studies pain and sleep, and sees people who have too much of one and "
            "too little of the other. She keeps the biscuit tin and the list of references."
        ),
        credentials=(
            ("PhD", "Doctor of Philosophy in Health Psychology", "University of North Weir"),
            ("CPsychol", "Chartered Psychologist", "British Psychological Society"),
        ),
        login="marketer",
    ),
)

LAPSING, SOON = "RMSK", timedelta(days=40)
"""The letters whose certificate ends, and in what time."""

CATEGORIES = {
    "back-and-neck": ("Back and neck", ""),
    "low-back": ("Low back", "back-and-neck"),
    "shoulder": ("Shoulder", ""),
    "knee-and-hip": ("Knee and hip", ""),
    "tendons": ("Tendons", ""),
    "everyday-movement": ("Everyday movement", ""),
    "pain-and-mind": ("Pain and mind", ""),
    "injections": ("Injections", ""),
    "imaging": ("Imaging", ""),
    "about-the-clinic": ("About the clinic", ""),
}
"""Slug to name and the slug of the category it is inside."""

SERIES = {
    "back-to-moving": (
        "Back to moving",
        "Three parts that belong together: what a sore back means, what to do first, and how to trust it again.",
    ),
}
"""Slug to title and introduction."""

SECTIONS = {
    "movement": (
        "Movement",
        "Walking, loading, bending, resting: what to do with a body, week by week.",
    ),
    "treatments": (
        "Treatments",
        "What scans, needles, operations and hands can do for you, and how sure anybody is.",
    ),
}
"""Slug to title and introduction of the sections below the blog."""

HOME_INTRO = (
    "We are a small clinic for backs, joints and tendons in an old mill by the river. Most of what we know fits in an "
    "hour of talk; the rest we write down here, with the papers it rests on."
)
BLOG_INTRO = (
    "Notes from Alder Bridge, written by the people who work here and read by one another before they are read by you."
)
ABOUT = """
## Three people and a door

Alder Bridge Clinic is Ines Halloran, Daniel Okoro and Leena Varga, in five rooms above the weir. We see people with
pain in backs, joints and tendons, listen for an hour the first time, and write down together what to try.

## What this journal is for

It is general information, checked by a second pair of eyes and tied to published research. It cannot know you. Before
you change a treatment or a medicine, please talk to a clinician who does.

## Not a real place

The clinic, its people and its river were invented to show what this blog can do. The papers we cite are real.
"""
"""The page about the clinic, written like a post."""
