"""Adding papers from pasted lists: the review, and the screens around it."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from blog.models import Reference
from blog.pasting import MatchedBy, Status, add_pasted, review_pasted
from blog.reference_formats import Fault
from tests.factories.blog import ReferenceFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

PASTE = "wagtailsnippets_blog_reference:paste"
LIST = "wagtailsnippets_blog_reference:list"


def bib(**entries):
    return "\n".join(f"@article{{{key}, {fields}}}" for key, fields in entries.items())


TWO = bib(a="title={Alpha}, doi={10.1000/a}", b="title={Beta}, year=2001")


def statuses(text):
    return [row.status for row in review_pasted(text).rows]


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


class TestReview:
    def test_tells_new_papers_from_those_that_are_here(self):
        doi = ReferenceFactory(csl__title="One", csl__DOI="10.1000/One")
        pmid = ReferenceFactory(csl__title="Two", csl__PMID="22")
        title = ReferenceFactory(csl__title="Back  pain: a Review", csl__issued={"date-parts": [[2006]]})
        text = bib(
            a="title={Other words}, doi={https://doi.org/10.1000/ONE}",
            b="title={Zwei}, pmid={22}",
            c="title={Back pain -- a review.}, year=2006, pmid={7}",
            d="title={Back pain: a review}, year=2007",
            e="title={New}",
        )
        rows = review_pasted(text).rows
        assert [(row.status, row.matched_by, row.known) for row in rows] == [
            (Status.KNOWN, MatchedBy.DOI, doi),
            (Status.KNOWN, MatchedBy.PMID, pmid),
            (Status.KNOWN, MatchedBy.TITLE, title),
            (Status.NEW, None, None),
            (Status.NEW, None, None),
        ]

    def test_two_papers_of_one_title_and_different_numbers_are_two(self):
        ReferenceFactory(csl__title="Back pain", csl__issued={"date-parts": [[2006]]}, csl__DOI="10.1000/a")
        assert statuses(bib(a="title={Back pain}, year=2006, doi={10.1000/b}")) == [Status.NEW]
        assert statuses(bib(a="title={Back pain}, year=2006, pmid={5}")) == [Status.KNOWN]

    def test_the_same_paper_twice_in_a_list_is_added_once(self):
        text = bib(a="title={Alpha}, doi={10.1000/a}", b="title={Beta}, doi={10.1000/A}")
        assert statuses(text) == [Status.NEW, Status.REPEATED]

    def test_a_paper_that_was_merged_is_here_as_the_other(self):
        survivor, merged = (
            ReferenceFactory(csl__title="Stays"),
            ReferenceFactory(csl__title="Goes", csl__DOI="10.1000/a"),
        )
        merged.merged_into = survivor
        merged.save()
        (row,) = review_pasted(bib(a="title={x}, doi={10.1000/a}")).rows
        assert (row.status, row.known) == (Status.KNOWN, survivor)

    def test_says_what_is_wrong_and_where(self):
        text = "@article{a, title={One\n" + bib(
            b="year=2000", c="title={x}, doi={see the web}", d="title={x}, pmid={PMC1}"
        )
        rows = review_pasted(text).rows
        assert [(row.place, row.status, row.fault) for row in rows] == [
            (1, Status.UNREAD, Fault.BROKEN),
            (2, Status.UNREAD, Fault.NO_TITLE),
            (3, Status.UNREAD, None),
            (4, Status.UNREAD, None),
        ]
        assert rows[2].problems == ("A DOI looks like 10.1000/182.",)
        assert rows[3].problems == ("A PubMed number has digits only.",)

    def test_takes_as_many_statements_for_many_as_for_one(self, django_assert_num_queries):
        for number in range(20):
            ReferenceFactory(csl__title=f"Paper {number}")
        many = bib(**{f"k{number}": f"title={{Paper {number}}}, year=2006" for number in range(40)})
        with django_assert_num_queries(2):
            assert review_pasted(many).count(Status.KNOWN) == 20


class TestAdding:
    def test_adds_what_is_new_and_writes_down_who_did(self):
        user = UserFactory()
        add_pasted(TWO, user=user)
        assert list(Reference.objects.values_list("title", "doi")) == [("Alpha", "10.1000/a"), ("Beta", None)]
        assert ModelLogEntry.objects.filter(action="wagtail.create", user=user).count() == 2
        review = add_pasted(TWO, user=user)
        assert (review.count(Status.KNOWN), Reference.objects.count()) == (2, 2)

    def test_adds_all_or_none(self, monkeypatch):
        saved = []

        def save(self, **kwargs):
            saved.append(self)
            if len(saved) == 2:
                raise RuntimeError
            super(Reference, self).save(**kwargs)

        monkeypatch.setattr(Reference, "save", save)
        with pytest.raises(RuntimeError):
            add_pasted(TWO, user=None)
        assert not Reference.objects.exists()


class TestScreens:
    def test_the_listing_leads_there(self, editor):
        assert f'href="{reverse(PASTE)}"' in editor.get(reverse(LIST)).content.decode()
        assert "BibTeX" in editor.get(reverse(PASTE)).content.decode()

    def test_a_pasted_list_is_shown_then_added(self, editor):
        known = ReferenceFactory(csl__title="Beta", csl__issued={"date-parts": [[2001]]})
        shown = editor.post(reverse(PASTE), {"text": TWO + "\n@misc{c, year=1}"})
        assert not Reference.objects.filter(title="Alpha").exists()
        page = " ".join(shown.content.decode().split())
        for words in (
            "3 entries, read as BibTeX",
            "New: 1",
            "Already here: 1",
            "Can&#x27;t be read: 1",
            "Line 3",
            "same title and year",
            "This has no title.",
            "Add 1 reference",
        ):
            assert words in page, words
        assert reverse("wagtailsnippets_blog_reference:edit", args=[known.pk]) in page
        answer = editor.post(reverse(PASTE), {"text": TWO + "\n@misc{c, year=1}", "confirm": "yes"}, follow=True)
        assert answer.redirect_chain == [(reverse(LIST), 302)]
        page = answer.content.decode()
        assert "1 reference added. 1 was here already." in page
        assert "1 could not be read." in page
        assert Reference.objects.filter(title="Alpha").exists()

    def test_the_text_comes_back_as_it_was_to_be_changed(self, editor):
        text = '\n<b>"&amp;\n' + TWO
        shown = editor.post(reverse(PASTE), {"text": text})
        assert "&lt;b&gt;&quot;&amp;amp;" in shown.content.decode()
        again = editor.post(reverse(PASTE), {"text": text, "edit": "yes"})
        assert again.context["form"].initial["text"] == text

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_a_file_is_read_in_the_encodings_there_are(self, editor, encoding):
        upload = SimpleUploadedFile("x.bib", "@book{a, title={Müdigkeit}}".encode(encoding))
        shown = editor.post(reverse(PASTE), {"text": "", "file": upload})
        assert "Müdigkeit" in shown.content.decode()
        assert "Müdigkeit" in shown.context["text"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "Paste something or choose a file."),
            ("Moser I. Back pain.", "none of BibTeX, RIS and CSL-JSON"),
            ('[{"title":\n}]', "Line 2: This breaks off"),
            ("x" * 500_001, "has at most 500000 characters"),
            ("@misc{a,title={x}}\n" * 501, "at most 500 references"),
        ],
    )
    def test_what_can_not_be_read_comes_back_with_the_reason(self, editor, text, words):
        answer = editor.post(reverse(PASTE), {"text": text})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert editor.post(reverse(PASTE), {"text": text, "confirm": "yes"}).status_code == 200

    def test_a_binary_or_huge_file_comes_back_with_the_reason(self, editor):
        binary = editor.post(reverse(PASTE), {"file": SimpleUploadedFile("x.bib", bytes(range(256)))})
        assert "none of BibTeX, RIS and CSL-JSON" in binary.content.decode()
        huge = editor.post(reverse(PASTE), {"file": SimpleUploadedFile("x.bib", b"x" * 2_000_001)})
        assert "too large" in huge.content.decode()

    def test_is_only_for_those_who_may_add(self, client):
        user = UserFactory(is_staff=True)
        codenames = ["access_admin", "change_reference", "view_reference"]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        assert reverse(PASTE) not in client.get(reverse(LIST)).content.decode()
        for answer in (client.get(reverse(PASTE)), client.post(reverse(PASTE), {"text": TWO, "confirm": "yes"})):
            assert answer.status_code == 302
        assert not Reference.objects.exists()
        user.user_permissions.add(Permission.objects.get(codename="add_reference"))
        client.post(reverse(PASTE), {"text": TWO, "confirm": "yes"})
        assert Reference.objects.count() == 2
