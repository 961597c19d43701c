"""What editors are told about citations and references that do not agree."""

from uuid import UUID

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from blog.citation_checks import CitationFindings, check_citations
from blog.citation_panel import UNSAVED
from blog.merging import merge_reference
from blog.models import BlogPostPage
from tests.factories.blog import (
    BlogIndexPageFactory,
    BlogPostPageFactory,
    ReferenceFactory,
    SiteFactory,
    StandardPageFactory,
    UserFactory,
    citation,
)
from tests.factories.content import block, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

GONE = f'<a linktype="citation" id="{UUID(int=1)}" locator="">(Ghost, 1999)</a>'


@pytest.fixture
def blog():
    return BlogIndexPageFactory(parent=SiteFactory(default=True).root_page)


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.fixture
def papers():
    return [ReferenceFactory(csl__title=title) for title in ("Alpha", "Beta", "Gamma")]


def post_with(blog, html, **kwargs):
    return BlogPostPageFactory(parent=blog, body=body_of([block("paragraph", f"<p>{html}</p>")]), **kwargs)


class TestFindings:
    def test_name_each_kind_of_disagreement(self, blog, papers):
        alpha, beta, gamma = papers
        html = f'{citation(alpha)} {citation(gamma)} {GONE} <a linktype="citation" id="x">(7)</a>'
        findings = check_citations(post_with(blog, html, references=[alpha, beta]))
        assert findings == CitationFindings(uncited=(beta,), unlisted=(gamma,), missing=("(Ghost, 1999)", "(7)"))

    def test_are_none_when_all_agree(self, blog, papers):
        post = post_with(blog, "".join(citation(each) for each in papers), references=papers)
        assert not check_citations(post)
        assert not check_citations(BlogPostPageFactory(parent=blog))

    def test_take_a_merged_paper_for_the_other(self, blog, papers):
        alpha, beta, _ = papers
        post = post_with(blog, citation(alpha), references=[beta])
        assert check_citations(post)
        merge_reference(duplicate=alpha.pk, into=beta.pk, user=None)
        assert not check_citations(BlogPostPage.objects.get(pk=post.pk))

    def test_are_of_the_draft_and_cost_one_statement(self, blog, papers, django_assert_num_queries):
        alpha, beta, _ = papers
        post = post_with(blog, citation(alpha), references=[alpha])
        post.post_references.first().delete()
        post = BlogPostPage.objects.get(pk=post.pk)
        post.post_references.add(
            type(post.post_references.model)() if False else post.post_references.model(reference=beta)
        )
        assert check_citations(post) == CitationFindings(uncited=(beta,), unlisted=(alpha,))
        with django_assert_num_queries(1):
            check_citations(post)


class TestEditor:
    def test_sees_them_below_the_list_of_references(self, editor, blog, papers):
        alpha, beta, gamma = papers
        post = post_with(blog, f"{citation(alpha)} {citation(gamma)} {GONE}", references=[alpha, beta])
        page = " ".join(editor.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode().split())
        for words in (
            "Citations and references",
            "lead to no reference",
            "(Ghost, 1999)",
            "never cited in the text",
            "not in the list",
        ):
            assert words in page, words
        assert "blog/citation-checks.js" in page

    def test_sees_that_all_is_well(self, editor, blog, papers):
        post = post_with(blog, "".join(citation(each) for each in papers), references=papers)
        page = editor.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()
        assert "Every citation has its reference" in page

    def test_a_new_post_is_checked_once_it_is_saved(self, editor, blog):
        add = reverse("wagtailadmin_pages:add", args=["blog", "blogpostpage", blog.pk])
        page = editor.get(add).content.decode()
        assert f'data-url="{reverse("blog_citation_checks", args=[UNSAVED])}"' in page
        assert "compared as soon as the post is saved" in page
        assert editor.get(reverse("blog_citation_checks", args=[UNSAVED])).status_code == 404

    @pytest.mark.parametrize(("accept", "told"), [("text/html", True), ("application/json", False)])
    def test_is_told_after_saving_by_hand_and_not_after_every_automatic_save(self, editor, blog, papers, accept, told):
        post = BlogPostPageFactory(parent=blog)
        data = nested_form_data(
            {
                "title": "Low back pain",
                "slug": "low-back-pain",
                "excerpt": "",
                "hero_image": "",
                "hero_alt": "",
                "hero_caption": "",
                "hero_credit": "",
                "body": streamfield([("paragraph", rich_text(f"<p>{GONE}</p>", features=["citation"]))]),
                "post_references": inline_formset([{"reference": str(papers[0].pk)}]),
                "contributors": inline_formset([]),
                "chosen_posts": inline_formset([]),
                "tags": "",
                "series": "",
                "series_position": "",
                "comments": inline_formset([]),
            }
        )
        answer = editor.post(reverse("wagtailadmin_pages:edit", args=[post.pk]), data, headers={"accept": accept})
        assert answer.status_code == (302 if told else 200)
        page = editor.get(reverse("wagtailadmin_pages:edit", args=[post.pk])).content.decode()
        message = "1 citation leads to no reference. 1 reference is never cited."
        assert (message in page) is told
        assert "(Ghost, 1999)" in page


class TestAskingAgain:
    def test_answers_for_the_newest_draft(self, editor, blog, papers):
        post = post_with(blog, citation(papers[0]), references=[papers[0]])
        address = reverse("blog_citation_checks", args=[post.pk])
        assert "Every citation has its reference" in editor.get(address).content.decode()
        post.body = body_of([block("paragraph", "<p>nothing</p>")])
        post.save_revision()
        answer = editor.get(address).content.decode()
        assert "never cited" in answer
        assert "<html" not in answer

    def test_is_only_for_those_who_may_edit_the_post(self, client, blog, papers):
        post = post_with(blog, GONE)
        user = UserFactory(is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert "Ghost" not in client.get(reverse("blog_citation_checks", args=[post.pk]), follow=True).content.decode()

    def test_is_only_about_posts(self, editor, blog):
        for pk in (StandardPageFactory(parent=blog.get_parent()).pk, 999_999):
            assert editor.get(reverse("blog_citation_checks", args=[pk])).status_code == 404
