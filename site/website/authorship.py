"""Who wrote a page: what the blog knows and the comments ask, met here."""

from collections import defaultdict
from collections.abc import Sequence

from blog.models import PostContributor


def author_user_ids(page_ids: Sequence[int]) -> dict[int, set[int]]:
    """Return, by page, the ids of the users behind its contributors; those without a login are not among them."""
    users: dict[int, set[int]] = defaultdict(set)
    rows = PostContributor.objects.filter(post_id__in=page_ids, author__user__isnull=False)
    for page_id, user_id in rows.values_list("post_id", "author__user_id"):
        users[page_id].add(user_id)
    return dict(users)
