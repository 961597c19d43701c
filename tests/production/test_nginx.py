"""nginx with the shipped configuration: who is let in, what is passed on, what it says itself."""

import contextlib
import http.client
import re

import pytest

from tests.production.site import ADMIN, METRICS_TOKEN, PUBLIC


def test_a_page_a_feed_and_the_admin(production):
    status, headers, page = production.ask("GET", production.path)
    assert status == 200
    assert "A walk" in page
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert headers["Content-Security-Policy"]
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-Id"])
    assert "nginx/" not in headers["Server"]
    assert production.ask("GET", "/feeds/site/rss.xml")[0] == 200
    assert production.ask("GET", "/sitemap.xml")[0] == 200
    status, headers, _ = production.ask("GET", "/admin/login/", host=ADMIN)
    assert status == 200
    assert "Secure" in headers["Set-Cookie"]


def test_plain_http_leads_to_https_and_other_names_to_nobody(production):
    status, headers, _ = production.ask("GET", "/news/?page=2", scheme="http")
    assert (status, headers["Location"]) == (308, f"https://{PUBLIC}:{production.https}/news/?page=2")
    assert production.ask("GET", "/", scheme="http", host="evil.example")[0] == 404
    with pytest.raises(OSError, match=r"(?i)unrecognized_name|alert"):
        production.ask("GET", "/", host="evil.example")


@pytest.mark.parametrize(
    ("host", "method", "path", "status"),
    [
        (PUBLIC, "POST", "/hooks/purge", 404),
        (PUBLIC, "GET", "/healthz", 404),
        (PUBLIC, "GET", "/media/original_images/a.jpg", 404),
        (PUBLIC, "GET", "/api/v2/pages/", 200),
        (PUBLIC, "POST", "/api/site/v1/pages/1/comments/", 403),
        (PUBLIC, "DELETE", "/api/site/v1/comments/00000000-0000-4000-8000-000000000000/", 403),
        (ADMIN, "POST", "/api/site/v1/pages/1/comments/", 403),
        (ADMIN, "GET", "/health/ready", 404),
        (ADMIN, "GET", "/media/documents/a.pdf", 404),
    ],
)
def test_what_is_open_to_the_outside(production, host, method, path, status):
    assert production.ask(method, path, host=host, address="127.9.0.1")[0] == status


def test_metrics_are_for_the_machine_itself(production):
    shown = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    for port in (production.backends[0], production.frontends[0]):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", "/metrics", headers=shown)
            assert connection.getresponse().status == 200
    for host in (PUBLIC, ADMIN):
        assert production.ask("GET", "/metrics", host=host, headers=shown)[0] == 404


def test_static_files_and_pictures_come_from_nginx(production):
    data = production.folder / "data"
    hashed = next((data / "static" / "wagtailadmin" / "css").glob("core.*.css"))
    path = "/" + str(hashed.relative_to(data))
    status, headers, _ = production.ask("GET", path, host=ADMIN, headers={"Accept-Encoding": "gzip"})
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert (headers["Content-Encoding"], headers["X-Content-Type-Options"]) == ("gzip", "nosniff")
    pictures = data / "media" / "images"
    pictures.mkdir(parents=True)
    (pictures / "a.jpg").write_bytes(b"a picture")
    (data / "media" / "documents").mkdir()
    (data / "media" / "documents" / "a.pdf").write_bytes(b"for some")
    status, headers, text = production.ask("GET", "/media/images/a.jpg")
    assert (status, text, headers["Content-Security-Policy"]) == (200, "a picture", "default-src 'none'")
    assert production.ask("GET", "/media/images/none.jpg")[0] in {404, 502}
    assert production.ask("GET", "/media/documents/a.pdf")[2] != "for some"
    assert production.ask("GET", "/media/documents/a.pdf", host=ADMIN)[0] == 404


def test_an_asset_is_kept_and_a_page_is_not(production):
    _, _, page = production.ask("GET", production.path)
    asset = re.search(r'/_astro/[^"]+\.css', page)[0]
    for _ in range(2):
        status, headers, _ = production.ask("GET", asset)
        assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    kept = [path.read_bytes() for path in (production.folder / "cache").rglob("*") if path.is_file()]
    assert any(f"KEY: {asset}".encode() in each for each in kept)
    assert not any(f"KEY: {production.path}".encode() in each for each in kept)


def test_too_much_is_refused_with_a_page_of_ours(production):
    status, headers, page = production.ask(
        "POST", f"/comments/{production.post_id}/", b"x" * 100_000, address="127.9.1.1"
    )
    assert status == 413
    assert "That is too much at once" in page
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'"
    assert production.ask("GET", "/_errors/errors.css")[1]["Content-Type"] == "text/css"
    assert production.ask("GET", "/_errors/away.html")[0] == 404


def test_who_is_too_fast_waits_and_others_do_not(production):
    answers = [production.ask("POST", "/comments/1/", "", address="127.9.2.1") for _ in range(24)]
    statuses = [status for status, _, _ in answers]
    assert statuses.count(429) >= 2, statuses
    assert 429 not in statuses[:20]
    status, headers, page = answers[-1]
    assert (status, headers["Retry-After"]) == (429, "10")
    assert "That was very fast" in page
    assert production.ask("POST", "/comments/1/", "", address="127.9.3.1")[0] != 429
    assert production.ask("GET", production.path, address="127.9.2.1")[0] == 200


def test_what_visitors_say_about_their_address_is_not_believed(production):
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9",
              "X-Reader-Address": "203.0.113.9;1;0", "X-Request-Id": "chosen-by-a-visitor"}  # fmt: skip
    said = [
        ("Words from one garden.", "127.9.4.1", {}),
        ("Other words from that garden.", "127.9.4.2", forged),
        ("Words from the next garden.", "127.9.5.1", forged),
    ]
    for number, (words, address, headers) in enumerate(said):
        assert production.comment(9000 + number, words, address=address, **headers)[0] == 303
    origins = dict(production.rows("SELECT body, origin FROM comments_comment WHERE body LIKE %s", "%garden."))
    one, same, other = (origins[words] for words, _, _ in said)
    assert one == same != other
    assert production.ask("GET", production.path, headers=forged)[1]["X-Request-Id"] != "chosen-by-a-visitor"


def test_the_log_names_nobody_and_no_secret(production):
    production.ask("GET", "/preview/a-secret-token/?token=another", address="127.9.6.1")
    log = production.eventually(
        lambda: (text := (production.folder / "nginx.log").read_text()) and "/preview/" in text and text,
        within=5,
        what="nginx' log",
    )
    assert "secret-token" not in log
    assert "another" not in log
    assert "127.9.6.1" not in log
    assert '"request_id":"' in log
