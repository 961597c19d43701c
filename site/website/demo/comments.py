"""What readers of the demo have written: forty comments, in every status, some of them answers to others."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.text import slugify

from website.demo.pages import key as key_of


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment under the post whose file is called `post`.

    `hours` count from the post's publication, unless it was written `ago` hours before the demo was made. `reply_to`
    names an earlier remark. `staff` is the user name of whoever answered for the clinic; everybody else is a reader,
    with an address at example.org made from the name.
    """

    key: str
    post: str
    name: str
    hours: int
    body: str
    status: str = "approved"
    reply_to: str = ""
    staff: str = ""
    ago: int = 0

    @property
    def uuid(self) -> UUID:
        """The comment's handle, the same in every demo."""
        return key_of(f"comment {self.key}")

    @property
    def email(self) -> str:
        """The reader's address, which nobody can own; nothing where nobody is left."""
        return f"{slugify(self.name)}@example.org" if self.name else ""


REMARKS = (
    # What your back is telling you
    Remark(
        "sentence",
        "what-your-back-is-telling-you",
        "Marjorie Teague",
        9,
        "I was told *the spine of an eighty-year-old* when I was forty-one. I am now fifty-eight and I still hear it "
        "when I bend down. Thank you for saying out loud that a sentence can do harm.",
    ),
    Remark(
        "sentence-answer",
        "what-your-back-is-telling-you",
        "Ines Halloran",
        27,
        "Thank you, Marjorie. Seventeen years is a long time to carry somebody else's figure of speech. If you ever "
        "want to put it down, begin with something small that the sentence forbids, and notice that nothing breaks.",
        reply_to="sentence",
        staff="moderator",
    ),
    Remark(
        "sentence-thanks",
        "what-your-back-is-telling-you",
        "Marjorie Teague",
        49,
        "I picked up the cat this morning. Both of us survived.",
        reply_to="sentence-answer",
    ),
    Remark(
        "leg-numb",
        "what-your-back-is-telling-you",
        "Tobias Renn",
        60,
        "My left foot has felt like wool since Saturday, and the stairs are odd. Does that count as *new weakness*, or "
        "am I overdoing it?",
    ),
    Remark(
        "leg-numb-answer",
        "what-your-back-is-telling-you",
        "Daniel Okoro",
        61,
        "It counts, Tobias, and you are not overdoing it. Please ring your doctor today rather than waiting for an "
        "answer here. Nobody can examine a foot through a comment box.",
        reply_to="leg-numb",
        staff="admin",
    ),
    Remark(
        "leg-numb-followup",
        "what-your-back-is-telling-you",
        "Tobias Renn",
        150,
        "Seen the same afternoon. A nerve, being watched, getting better. Thank you for being blunt.",
        reply_to="leg-numb-answer",
        ago=605,
    ),
    # The first two weeks
    Remark(
        "snail",
        "the-first-two-weeks",
        "Henrike Voss",
        12,
        "*At a pace that would embarrass a snail* is now on our fridge. Day six, and I have been round the block.",
        ago=530,
    ),
    Remark(
        "heat-or-ice",
        "the-first-two-weeks",
        "Callum Achterberg",
        33,
        "Question from a household divided: heat **or** ice? My father-in-law swears by frozen peas.",
    ),
    Remark(
        "heat-or-ice-answer",
        "the-first-two-weeks",
        "Ines Halloran",
        52,
        "Whichever lets you move more, within reason and with a cloth in between. There is better evidence for warmth "
        "in a new back pain, but nobody has ever been harmed by a father-in-law's peas if they are wrapped.",
        reply_to="heat-or-ice",
        staff="moderator",
    ),
    Remark(
        "belt-spam",
        "the-first-two-weeks",
        "BackFix Pro",
        80,
        "AMAZING lumbar belt, 70% OFF today only!!! Doctors don't want you to know. Order at "
        "http://backfix-pro.example/buy http://backfix-pro.example/offer http://backfix-pro.example/now",
        status="spam",
        ago=98,
    ),
    # A back you can trust
    Remark(
        "walkback",
        "a-back-you-can-trust",
        "Pieter Solberg",
        31,
        "Small point about the walking trial: 208 against 112 days is the time until *half* of them had a recurrence, "
        "isn't it? So quite a few walkers had one sooner.",
    ),
    Remark(
        "walkback-answer",
        "a-back-you-can-trust",
        "Leena Varga",
        55,
        "Exactly so, it is a median. Walking moved the odds; it handed out no guarantees. I am glad that somebody "
        "reads the numbers as well as the sentences.",
        reply_to="walkback",
        staff="marketer",
    ),
    # Reading your MRI report
    Remark(
        "report-at-night",
        "reading-your-mri-report",
        "Anselm Brandt",
        5,
        "I read mine at one in the morning and had myself in a wheelchair by two. I wish I had found this first.",
        ago=458,
    ),
    Remark(
        "report-own",
        "reading-your-mri-report",
        "Gwen Marsh",
        70,
        "Mine says: L4/L5 broad-based bulge, no nerve contact, mild facet arthropathy. I am 52. What should I do?",
    ),
    Remark(
        "report-own-answer",
        "reading-your-mri-report",
        "Daniel Okoro",
        92,
        "I can't advise you about your own back here, Gwen, and I would not trust anybody who did. Take the four "
        "questions at the end of the article to whoever ordered the scan. Question two is a good one to begin with.",
        reply_to="report-own",
        staff="admin",
    ),
    Remark(
        "stop-tablets",
        "reading-your-mri-report",
        "Brody Vance",
        96,
        "Don't bother with any of that. I threw away all my prescriptions on the same day and drink celery water now. "
        "You should all do the same.",
        status="rejected",
        reply_to="report-own",
        ago=146,
    ),
    # Injections
    Remark(
        "prp-price",
        "what-an-injection-can-do",
        "Lucian Petrescu",
        40,
        "I paid a great deal for three of these and my knee *did* get better. Are you telling me that salt water would "
        "have done?",
    ),
    Remark(
        "prp-price-answer",
        "what-an-injection-can-do",
        "Daniel Okoro",
        66,
        "I am glad about the knee, truly. In the trial people got better after salt water too, on average almost as "
        "much. What would have happened to *yours* nobody can say, and I don't think you were foolish.",
        reply_to="prp-price",
        staff="admin",
    ),
    Remark(
        "casino-spam",
        "what-an-injection-can-do",
        "best_slots_777",
        130,
        "Great article admin!! I win big every day here http://lucky-slots.example/777 check my profile",
        status="spam",
        ago=217,
    ),
    # Ten thousand steps
    Remark(
        "pedometer",
        "ten-thousand-steps",
        "Signe Aalto",
        18,
        "My grandmother had one of those pedometers! She clipped it to the dog.",
        ago=122,
    ),
    Remark(
        "stick-side",
        "ten-thousand-steps",
        "",
        44,
        "",
        status="deleted",
    ),
    Remark(
        "stick-side-answer",
        "ten-thousand-steps",
        "Leena Varga",
        58,
        "Yes, the *other* side from the sore hip. It feels wrong for a day and right for ever after.",
        reply_to="stick-side",
        staff="marketer",
    ),
    # Calf raises: a thread four deep
    Remark(
        "morning-rule",
        "calf-raises-and-patience",
        "Jonas Whitlock",
        16,
        "The morning rule changed everything for me. I had been judging by the run itself, which always lies.",
    ),
    Remark(
        "morning-rule-2",
        "calf-raises-and-patience",
        "Esme Calloway",
        22,
        "Same here. How long was it until your mornings were quiet?",
        reply_to="morning-rule",
    ),
    Remark(
        "morning-rule-3",
        "calf-raises-and-patience",
        "Jonas Whitlock",
        26,
        "Nine weeks, with one stupid weekend in the middle:\n\n- week 5: a hill\n- week 6: sorry about the hill\n\n"
        "Then quiet.",
        reply_to="morning-rule-2",
    ),
    Remark(
        "morning-rule-4",
        "calf-raises-and-patience",
        "Ines Halloran",
        46,
        "The hill is part of the treatment, Jonas. Nobody believes the rule until after their hill.",
        reply_to="morning-rule-3",
        staff="moderator",
    ),
    Remark(
        "insertion",
        "calf-raises-and-patience",
        "Delphine Roux",
        71,
        "Does this hold when it hurts right at the heel bone and not higher up? Dropping below the step makes mine "
        "furious.",
        status="pending",
        ago=30,
    ),
    # Sleep
    Remark(
        "three-o-clock",
        "sleep-is-a-treatment-too",
        "Ibrahim Nasser",
        7,
        "Three o'clock club, founding member. Getting up and reading the dullest thing in the house (an instruction "
        "booklet for a dishwasher) has worked four nights out of five.",
        ago=61,
    ),
    # Shoulder
    Remark(
        "had-the-op",
        "shoulder-surgery-and-the-sham",
        "Gareth Pugh-Jones",
        35,
        "I had this operation in 2014 and would have it again. Reading this I don't feel foolish, and I thank you for "
        "the paragraph that saw to it.",
        ago=194,
    ),
    # Knees
    Remark(
        "marmalade",
        "knees-like-company",
        "Winifred Adeyemi",
        11,
        "As one of the marmalade party I must put on record that thick-cut won. Chair number four is now my chair.",
        ago=313,
    ),
    Remark(
        "rude",
        "knees-like-company",
        "Fed Up",
        25,
        "What a load of drivel. Standing up from chairs! You people have plainly never had a bad knee in your lives.",
        status="rejected",
        ago=289,
    ),
    Remark(
        "winter-group",
        "knees-like-company",
        "Stellan Moberg",
        90,
        "Is there a group on a day other than Tuesday? I look after my granddaughter on Tuesdays, and she is a load "
        "in her own right.",
        status="pending",
        ago=52,
    ),
    # Good days, bad days
    Remark(
        "notebook",
        "good-days-bad-days",
        "Hana Kovářová",
        19,
        "Six weeks of the notebook. My good weeks have swimming and my sister in them. I had not expected my sister.",
        ago=386,
    ),
    Remark(
        "supplement-spam",
        "good-days-bad-days",
        "Natural Cure Center",
        64,
        "I was in pain for 12 years until this miracle powder cured me in 3 days, message the doctor on "
        "http://miracle-powder.example he cures everything",
        status="spam",
        ago=363,
    ),
    # How we read a paper: the page hides its comments
    Remark(
        "biscuits",
        "how-we-read-a-paper",
        "Pieter Solberg",
        21,
        "Which biscuits, if one may ask? It bears on the risk of bias.",
    ),
    # The bird on our door
    Remark(
        "eighty-four",
        "the-bird-on-our-door",
        "Signe Aalto",
        30,
        "I make it eighty-seven steps to the bench, but I stop to look at the weir. Lovely to know about the gutter.",
        status="pending",
        ago=20,
    ),
    Remark(
        "webcam",
        "the-bird-on-our-door",
        "Callum Achterberg",
        51,
        "If you miss them in winter, there is a nest camera at https://nestcams.example.org/mill-pond that I leave on "
        "in the corner of the screen. I get up whenever they do.",
        status="pending",
        ago=11,
    ),
    Remark(
        "bench",
        "the-bird-on-our-door",
        "Marjorie Teague",
        77,
        "The bench and I have an understanding. Could it have a back rest, though? Asking for a friend of fifty-eight.",
        status="pending",
        reply_to="eighty-four",
        ago=6,
    ),
    # Too much, too soon
    Remark(
        "april",
        "too-much-too-soon",
        "Jonas Whitlock",
        40,
        "I am the runner in the borrowed marathon place. How did you get into my house?",
    ),
    Remark(
        "fourth-week",
        "too-much-too-soon",
        "Rosalind Achebe",
        63,
        "Is the easier fourth week meant for rowing as well? Our club plan has no such thing, and the coach is large.",
        status="pending",
        reply_to="april",
        ago=3,
    ),
)
