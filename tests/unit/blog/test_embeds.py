import pytest

from blog.embeds import Player, player


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=abcDEF-_123&t=4s",
        "https://m.youtube.com/watch?list=x&v=abcDEF-_123",
        "https://youtu.be/abcDEF-_123?si=tracking",
        "https://www.youtube.com/shorts/abcDEF-_123",
        "https://www.youtube-nocookie.com/embed/abcDEF-_123",
    ],
)
def test_films_on_youtube_play_without_cookies(url):
    assert player(url) == Player("YouTube", "https://www.youtube-nocookie.com/embed/abcDEF-_123")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/0a1b2c3d4e", "https://player.vimeo.com/video/76979871?dnt=1&h=0a1b2c3d4e"),
        ("https://player.vimeo.com/video/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ],
)
def test_films_on_vimeo_play_without_tracking(url, address):
    assert player(url) == Player("Vimeo", address)


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://www.youtube.com/@channel", "YouTube"),
        ("https://www.youtube.com/watch?v=%22%3E%3Cscript%3E", "YouTube"),
        ("https://youtu.be/abcDEF-_123/../../evil", "YouTube"),
        ('https://vimeo.com/76979871?h=1"onload=', "Vimeo"),
        ("https://vimeo.com/channels/staffpicks", "Vimeo"),
        ("https://www.example.org/film", "example.org"),
        ("https://youtube.com.evil.example/watch?v=abcDEF-_123", "youtube.com.evil.example"),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_whatever_else_only_opens_on_its_own_site(url, provider):
    found = player(url)
    assert found.provider == provider
    assert '"' not in found.address
    assert found.address in {"", "https://player.vimeo.com/video/76979871?dnt=1"}
