"""The demo's content as data: what its authors wrote, without a database."""

import re
from collections import Counter

import pytest

from blog.bibliography import vancouver
from comments.lifecycle import Status
from website.demo.articles import BadArticleError, Heading, Picture, Prose, read_article, read_articles, rich_text
from website.demo.comments import REMARKS
from website.demo.drawing import PORTRAITS, SCENES, portrait, scene
from website.demo.people import CATEGORIES, PEOPLE, SECTIONS, SERIES
from website.demo.rows import papers

ARTICLES = read_articles()
BY_SLUG = {article.slug: article for article in ARTICLES}


def test_there_are_enough_posts_and_they_are_long_enough():
    assert len(ARTICLES) >= 12
    for article in ARTICLES:
        words = sum(len(block.source.split()) for block in article.blocks if isinstance(block, Prose))
        assert 400 <= words <= 900, article.slug
        assert any(isinstance(block, Heading) for block in article.blocks), article.slug


def test_posts_refer_only_to_what_there_is():
    people = {person.slug for person in PEOPLE}
    for place, article in enumerate(ARTICLES):
        older = {each.slug for each in ARTICLES[:place]}
        pictures = {article.picture} | {block.name for block in article.blocks if isinstance(block, Picture)}
        assert set(article.citations) <= papers().keys(), article.slug
        assert set(article.links) <= older, article.slug
        assert pictures <= SCENES.keys(), article.slug
        assert set(article.categories) <= CATEGORIES.keys(), article.slug
        assert {article.author, article.reviewer or article.author} <= people, article.slug
        assert article.section in {"blog", *SECTIONS}, article.slug
        assert not article.series or article.series in SERIES, article.slug


def test_every_picture_is_described():
    for article in ARTICLES:
        for block in [article, *(block for block in article.blocks if isinstance(block, Picture))]:
            assert 30 <= len(block.alt) <= 250, article.slug
            assert block.caption, article.slug


def test_papers_have_dois_of_their_own_and_all_of_a_citation():
    dois = [str(item["DOI"]).lower() for item in papers().values()]
    assert len(dois) == len(set(dois)) >= 15
    for name, item in papers().items():
        assert re.fullmatch(r"10\.\d{4,9}/[\w.()/-]+", str(item["DOI"])), name
        for field in ("title", "author", "container-title", "issued", "volume", "page"):
            assert item[field], (name, field)
        assert str(item["issued"]["date-parts"][0][0]) == name.rsplit("-", 1)[1]
        assert item["DOI"] in vancouver(item=item)


def test_every_paper_is_cited_somewhere():
    assert {name for article in ARTICLES for name in article.citations} == papers().keys()


def test_forty_comments_in_every_status_with_replies():
    assert len(REMARKS) == 40
    assert {remark.status for remark in REMARKS} == set(Status)
    depths = {}
    for remark in REMARKS:
        depths[remark.key] = depths[remark.reply_to] + 1 if remark.reply_to else 1
    assert max(depths.values()) == 4
    assert len(depths) == 40


BY_KEY = {remark.key: remark for remark in REMARKS}


def test_comments_come_after_their_post_and_after_what_they_answer():
    hours = {remark.key: remark.hours for remark in REMARKS}
    posts = {remark.key: remark.post for remark in REMARKS}
    for remark in REMARKS:
        assert 0 <= remark.ago < 24 * (BY_SLUG[remark.post].days_ago - 1), remark.key
        assert 0 < remark.hours < 24 * (BY_SLUG[remark.post].days_ago - 1), remark.key
        if remark.reply_to:
            assert hours[remark.reply_to] < remark.hours, remark.key
            assert posts[remark.reply_to] == remark.post, remark.key
            above = BY_KEY[remark.reply_to].ago
            assert not above or above > remark.ago > 0, remark.key


def test_only_deleted_comments_say_nothing():
    for remark in REMARKS:
        assert bool(remark.body and remark.name) is (remark.status != Status.DELETED), remark.key


@pytest.mark.parametrize("name", ["alder-bridge", "fibres"])
def test_scenes_are_the_same_each_time(name):
    first = scene(name)
    assert (first.size, first.mode) == ((1600, 1000), "RGB")
    assert first.tobytes() == scene(name).tobytes()
    assert len(set(first.resize((40, 25)).get_flattened_data())) > 200


def test_portraits_are_the_same_each_time_and_differ_from_one_another():
    drawn = [portrait(name).tobytes() for name in PORTRAITS]
    assert drawn == [portrait(name).tobytes() for name in PORTRAITS]
    assert Counter(drawn).most_common(1)[0][1] == 1
    assert PORTRAITS.keys() == {person.slug for person in PEOPLE}


ARTICLE = """---
title: A title
section: blog
days_ago: 3
author: ines-halloran
picture: ripple
alt: One
caption: Two
credit: Three
excerpt: Four
categories: tendons, shoulder
tags: a tag, another
---
First *soft* & **strong** [@one-2001].

- [a point](post:older)
- (7) days

### Third level

> Words
> -- Somebody

![What it shows](fibres "The caption")
"""


def test_an_article_is_read_block_by_block():
    article = read_article(text=ARTICLE, slug="x")
    assert (article.days_ago, article.categories, article.tags) == (3, ("tendons", "shoulder"), ("a tag", "another"))
    assert [type(block).__name__ for block in article.blocks] == ["Prose", "Heading", "Quote", "Picture"]
    assert article.blocks[1] == Heading(text="Third level", level=3)
    assert article.citations == ("one-2001",)
    assert article.links == ("older",)
    html = rich_text(article.blocks[0].source, cite=lambda name: f"<c {name}>", link=lambda slug: f"<l {slug}>")
    points = "<ul><li><l older>a point</a></li><li>(7) days</li></ul>"
    assert html == f"<p>First <i>soft</i> &amp; <b>strong</b> <c one-2001>.</p>{points}"


@pytest.mark.parametrize("text", ["no head", ARTICLE.replace("title: A title", "titel: A title")])
def test_an_article_that_cannot_be_read_says_which(text):
    with pytest.raises(BadArticleError, match=r"^broken:"):
        read_article(text=text, slug="broken")
