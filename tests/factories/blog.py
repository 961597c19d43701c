"""Pages, people and papers for tests."""

import factory
import wagtail_factories
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory
from wagtail.models import Locale, Page, Site

from blog.models import (
    Author,
    BlogIndexPage,
    BlogPostPage,
    Category,
    Credential,
    HomePage,
    PostContributor,
    PostReference,
    Reference,
    Series,
    StandardPage,
)


class UserFactory(DjangoModelFactory):
    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("secret")

    class Meta:
        model = get_user_model()

    class Params:
        administrator = factory.Trait(is_staff=True, is_superuser=True)


class ImageFactory(wagtail_factories.ImageFactory):
    """A picture of one colour; give `file__width`, `file__height`, `file__color`, `file__format` for another."""

    title = factory.Sequence(lambda n: f"Picture {n}")
    collection = None
    file = factory.django.ImageField(width=2000, height=1000, color="teal", format="JPEG")

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs.get("collection") is None:
            kwargs.pop("collection", None)
        return kwargs


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A document of the library; `file__filename="plan.pdf"` names its file."""

    title = factory.Sequence(lambda n: f"Document {n}")
    collection = None
    file = factory.django.FileField(filename="plan.pdf", data=b"a plan")
    file_size = 6

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        if kwargs.get("collection") is None:
            kwargs.pop("collection", None)
        return kwargs


class AuthorFactory(DjangoModelFactory):
    """An author; `credentials=["ND", "RMSK"]` gives letters."""

    name = factory.Sequence(lambda n: f"Ada Park {n}")
    slug = factory.Sequence(lambda n: f"ada-park-{n}")

    class Meta:
        model = Author
        skip_postgeneration_save = True

    class Params:
        with_login = factory.Trait(user=factory.SubFactory(UserFactory))
        with_portrait = factory.Trait(portrait=factory.SubFactory(ImageFactory))

    @factory.post_generation
    def credentials(self, create, letters, **kwargs):
        for position, each in enumerate(letters or ()):
            Credential.objects.create(author=self, letters=each, meaning=f"Meaning of {each}", sort_order=position)


class CategoryFactory(DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Subject {n}")
    slug = factory.Sequence(lambda n: f"subject-{n}")

    class Meta:
        model = Category


class SeriesFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Series {n}")
    slug = factory.Sequence(lambda n: f"series-{n}")

    class Meta:
        model = Series


class ReferenceFactory(DjangoModelFactory):
    """A paper; `csl__DOI="10.1/x"` and the like change single members of its CSL-JSON."""

    csl = factory.Dict(
        {
            "type": "article-journal",
            "title": factory.Sequence(lambda n: f"Back pain, part {n}"),
            "author": [{"family": "Moser", "given": "Ida"}, {"family": "Okoro", "given": "Femi"}],
            "container-title": "Journal of Examples",
            "issued": {"date-parts": [[2006, 3]]},
            "volume": "15",
            "page": "192-300",
        }
    )

    class Meta:
        model = Reference

    @classmethod
    def _create(cls, model_class, *args, csl, **kwargs):
        reference = Reference.from_csl(csl)
        for name, value in kwargs.items():
            setattr(reference, name, value)
        reference.save()
        return reference


class HomePageFactory(wagtail_factories.PageFactory):
    """A front page below the tree's root."""

    title = factory.Sequence(lambda n: f"Home {n}")
    parent = factory.LazyFunction(lambda: tree_root())

    class Meta:
        model = HomePage


class SiteFactory(DjangoModelFactory):
    """A site of its own, with its own front page."""

    hostname = factory.Sequence(lambda n: f"site{n}.example.org")
    port = 80
    root_page = factory.SubFactory(HomePageFactory)

    class Meta:
        model = Site

    class Params:
        default = factory.Trait(hostname="localhost", port=8000, is_default_site=True)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        if kwargs.get("is_default_site"):
            Site.objects.filter(is_default_site=True).delete()
        return super()._create(model_class, *args, **kwargs)


class BlogIndexPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"Blog {n}")
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = BlogIndexPage


class StandardPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"About {n}")
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = StandardPage


class BlogPostPageFactory(wagtail_factories.PageFactory):
    """A live post; `authors=[…]`, `references=[…]`, `in_categories=[…]` and `tagged=[…]` fill its lists."""

    title = factory.Sequence(lambda n: f"Post {n}")
    parent = factory.SubFactory(BlogIndexPageFactory)

    class Meta:
        model = BlogPostPage
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)
        with_hero = factory.Trait(hero_image=factory.SubFactory(ImageFactory), hero_alt="A bare back")

    @factory.post_generation
    def authors(self, create, authors, **kwargs):
        for position, author in enumerate(authors or ()):
            PostContributor.objects.create(post=self, author=author, sort_order=position)

    @factory.post_generation
    def references(self, create, references, **kwargs):
        for position, reference in enumerate(references or ()):
            PostReference.objects.create(post=self, reference=reference, sort_order=position)

    @factory.post_generation
    def in_categories(self, create, categories, **kwargs):
        if categories:
            self.categories = categories
            self.save()

    @factory.post_generation
    def tagged(self, create, words, **kwargs):
        if words:
            self.tags.add(*words)
            self.save()


def tree_root() -> Page:
    """Return the root of the page tree, as Wagtail's own migrations leave it."""
    Locale.objects.get_or_create(language_code="en")
    return Page.objects.filter(depth=1).first() or Page.add_root(instance=Page(title="Root", slug="root"))


def citation(reference, text="(1)", *, locator=""):
    """Return a citation as the database holds it in rich text."""
    return f'<a linktype="citation" id="{reference.pk}" locator="{locator}">{text}</a>'


def paragraph(html):
    """Return a paragraph block for a body."""
    return {"type": "paragraph", "value": html}
