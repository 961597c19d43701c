"""Blocks that are words."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock, TextBlock

PARAGRAPH_FEATURES = ("bold", "italic", "link", "ol", "ul", "superscript", "subscript", "citation")
"""Headings and pictures are blocks of their own, so that the public site knows them by type."""

INTRO_FEATURES = ("bold", "italic", "link")


class HeadingBlock(StructBlock):
    """A heading: `text`, and `level` as "2" or "3" (1 is the page's title)."""

    text = CharBlock(label=_("Text"), max_length=200)
    level = ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        form_classname = "struct-block"


class QuoteBlock(StructBlock):
    """Somebody's words and who said them."""

    text = TextBlock(label=_("Quote"), max_length=1000)
    attribution = CharBlock(
        label=_("Who said it"), required=False, max_length=150, help_text=_("A person, or the title of a work.")
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        label_format = "{text}"


class CalloutBlock(StructBlock):
    """A few sentences set apart; `kind` is "note", "key" or "warning"."""

    kind = ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("note", _("Note: good to know")),
            ("key", _("Key point: to take away")),
            ("warning", _("Warning: read before you act")),
        ],
        default="note",
    )
    title = CharBlock(label=_("Title"), required=False, max_length=150)
    text = RichTextBlock(label=_("Text"), features=list(PARAGRAPH_FEATURES))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = "{title}"


class QuestionBlock(StructBlock):
    """A question and its answer."""

    question = CharBlock(label=_("Question"), max_length=200)
    answer = RichTextBlock(label=_("Answer"), features=list(PARAGRAPH_FEATURES))

    class Meta:
        icon = "help"
        label = _("Question")
        label_format = "{question}"


class QuestionsBlock(StructBlock):
    """Frequently asked questions: each is opened for its answer."""

    title = CharBlock(label=_("Title"), required=False, max_length=150, help_text=_("Shown above the questions."))
    questions = ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        label_format = "{title}"


class CodeBlock(StructBlock):
    """Lines to be shown exactly as written."""

    code = TextBlock(label=_("Code"), rows=8, max_length=20_000, help_text=_("Shown exactly as written, not run."))
    language = CharBlock(
        label=_("Language"), required=False, max_length=30, help_text=_("Named above the code, such as “Python”.")
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=300, help_text=_("Shown below the code."))

    class Meta:
        icon = "code"
        label = _("Code")
        label_format = "{caption}"
