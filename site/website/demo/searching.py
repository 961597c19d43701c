"""What the demo's editors taught the search: words their readers use, and where to begin reading."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from blog.models import BlogPostPage
from search.models import Synonym
from website.demo.pages import known

SYNONYMS = {
    "kneecap": "patella, knee",
    "painkillers": "tablets, medicines, anti-inflammatories",
    "cortisone": "corticosteroid, steroid",
    "red flags": "warning signs, prompt attention",
    "lumbago": "low back pain, sore back",
}
"""By what readers look for, what posts say."""

PROMOTED = {"back pain": ("what-your-back-is-telling-you", "The first of three parts: begin here.")}
"""By query, the post that editors put first, and why."""


def ensure_search() -> None:
    """Make the synonyms and promotions that are missing."""
    for word, others in SYNONYMS.items():
        synonym = Synonym(word=word, others=others, language="en")
        synonym.describe()
        Synonym.objects.get_or_create(
            language="en", expression=synonym.expression, defaults={"word": word, "others": others}
        )
    for text, (slug, description) in PROMOTED.items():
        post, query = known(BlogPostPage, slug), Query.get(text)
        if post and not query.editors_picks.exists():
            SearchPromotion.objects.create(query=query, page=post, description=description)
