"""The rules for dangerous doors: each catches what it is for and nothing else, and the project keeps to them."""

import re

from scripts.check import SHIPPED
from scripts.doors.door import Allowed, Door
from scripts.doors.watch import DOORS, complaints, uses
from scripts.prepare import ROOT

PY, TS, JS, HTML, ASTRO = (
    "blog/x.py",
    "frontend/src/scripts/x.ts",
    "blog/static/x.js",
    "blog/templates/x.html",
    "frontend/src/x.astro",
)

CAUGHT = {
    "trusted-html": [
        (PY, "from django.utils.safestring import mark_safe as ok"),
        (PY, "words = safestring.mark_safe(words)"),
        (PY, "words = SafeString(words)"),
    ],
    "built-html": [
        (PY, "html = format_html(f'<b>{name}</b>{{}}', words)"),
        (PY, "html = format_html('<b>' + words)"),
        (PY, "html = format_html_join('', form, rows)"),
    ],
    "comments-past-visibility": [
        (PY, "found = Comment.objects.all()"),
        ("comments/api/x.py", "found = Comment._default_manager.filter(pk=1)"),
    ],
    "raw-sql": [
        (PY, "cursor.execute(f'SELECT {name}')"),
        (PY, "cursor.execute('SELECT %s' % name, [])"),
        (PY, "cursor.execute(statement, [1])"),
        (PY, "cursor.executemany('SELECT {}'.format(name), rows)"),
        (PY, "rows = Post.objects.raw('SELECT 1')"),
        (PY, "rows = posts.extra(where=[words])"),
        (PY, "rows = posts.filter(pk=RawSQL(words, ()))"),
    ],
    "network": [
        (PY, "import requests"),
        (PY, "from urllib.request import urlopen"),
        (PY, "from urllib import request as asking"),
        (PY, "import httpx as x"),
        (PY, "import socket"),
        (PY, "from opentelemetry.sdk import trace"),
    ],
    "running": [
        (PY, "import subprocess"),
        (PY, "from pickle import loads"),
        (PY, "import yaml"),
        (PY, "found = eval(words)"),
        (PY, "exec(words)"),
        (PY, "os.system(words)"),
        (PY, "os.execvp(words, [])"),
        (PY, "made = import_string(words)"),
    ],
    "callers-address": [
        (PY, "who = request.META['REMOTE_ADDR']"),
        (PY, "who = request.headers.get('X-Forwarded-For')"),
        (PY, 'who = request.META.get("HTTP_X_FORWARDED_FOR", "")'),
        (PY, "who = request.headers['x-real-ip']"),
    ],
    "second-cleaner": [(PY, "import bleach"), (PY, "from bleach.sanitizer import Cleaner"), (PY, "import nh3")],
    "forged-posts": [(PY, "@csrf_exempt\ndef view(request): ...")],
    "own-problems": [
        (PY, "answer = JsonResponse({'error': 'no'})"),
        (PY, "answer = HttpResponse('no', status=404)"),
        (PY, "answer = HttpResponseBadRequest('no')"),
    ],
    "led-elsewhere": [
        (PY, "answer = redirect(request.GET['to'])"),
        (PY, "answer = HttpResponseRedirect(self.request.POST.get('to', '/'))"),
        (PY, "to = request.GET.get('next', '/')"),
        (PY, "to = request.POST['next']"),
        (PY, "to = request.META['HTTP_REFERER']"),
    ],
    "chance": [(PY, "import random"), (PY, "from random import choice")],
    "told-to-the-log": [
        (PY, "logger.info(f'{name} came')"),
        (PY, "logger.warning('%s came' % name)"),
        (PY, "logger.warning('{} came'.format(name), 1)"),
        (PY, "logger.info('%s', request.META)"),
        (PY, "logger.info('%s', self.request.POST.get('words'))"),
        (PY, "logger.error('%s', settings.FRONTEND_SECRET)"),
        (PY, "logger.error('%s', password)"),
    ],
    "unescaped-template": [
        (HTML, "{{ words|safe }}"),
        (HTML, "{{ words|upper | safe }}"),
        (HTML, "{% autoescape off %}"),
        ("comments/templates/x.txt", "{% autoescape off %}"),
    ],
    "script-in-template": [
        (HTML, "<script>alert(1)</script>"),
        (HTML, '<a onclick="go()">'),
        (HTML, '<a style="color: red">'),
        (HTML, '<a href="javascript:go()">'),
    ],
    "unescaped-component": [(ASTRO, "<p set:html={words} />")],
    "script-in-component": [(ASTRO, "<script is:inline>go()</script>"), (ASTRO, '<a onclick="go()">')],
    "html-in-scripts": [
        (TS, "element.innerHTML = words;"),
        (TS, "element.insertAdjacentHTML('beforeend', words);"),
        (TS, "document.write(words);"),
        (TS, "const page = new DOMParser();"),
        (JS, "element.outerHTML = words;"),
    ],
    "running-in-scripts": [
        (TS, "eval(words);"),
        (TS, "const run = new Function(words);"),
        (TS, "setTimeout('go()', 1);"),
        ("frontend/server/x.ts", 'import { exec } from "node:child_process";'),
        (JS, "eval(words);"),
    ],
    "asking-others": [
        (TS, "const answer = await fetch(address);"),
        (TS, "navigator.sendBeacon(address);"),
        (TS, "const socket = new WebSocket(address);"),
        ("frontend/server/x.ts", 'import { request } from "node:http";'),
        (JS, "fetch(address);"),
    ],
    "asking-in-components": [(ASTRO, "const answer = await fetch(address);")],
    "kept-in-browsers": [(TS, "localStorage.setItem('token', token);"), (TS, "document.cookie = token;")],
}
"""Lines that each rule stops. Every one is a file of its own."""

LEFT_ALONE = [
    (PY, "def titled(words: SafeString) -> SafeString: ...  # not mark_safe, not JsonResponse"),
    (PY, "html = format_html('<b>{}</b>', words)\nhtml = format_html_join('', '<b>{}</b>', rows)"),
    (PY, "cursor.execute('SELECT %s', [1])"),
    (PY, "cursor.execute('SELECT ' 'one')\nplaylist.extra(1)"),
    (PY, "from urllib.parse import quote\nfrom http import HTTPStatus\nfrom requests_of_ours import x"),
    (PY, "found = re.compile(words)\nevaluate(words)\nos.environ.get('x')"),
    (PY, "note = 'REMOTE_ADDR is not read here, nor X-Forwarded-For'"),
    (PY, "answer = HttpResponse('yes', status=201)\nraise Problem(status=404, code='x', title='x')"),
    (PY, "answer = redirect(back(request))\nanswer = redirect('name', pk)\nnext(rows)\nshape = {'next': 1}"),
    (PY, "import secrets\nchoice = secrets.choice(words)"),
    (PY, "logger.info('%s came', comment.uuid)\nlogger.exception('The check %s failed.', check.__name__)"),
    ("comments/selectors/x.py", "found = Comment.objects.all()"),
    ("tests/x.py", "import subprocess, random"),
    (HTML, '{{ words }} {% autoescape on %} <script src="x.js" defer></script> {{ safety }} <p data-only="1">'),
    ("comments/templates/comments/mail/x.txt", "{% autoescape off %}{{ words }}{% endautoescape %}"),
    (ASTRO, "<p set:text={words} />\n<script>import '../scripts/x.ts'</script>"),
    (TS, "element.textContent = words;\nconst evaluated = prefetch(address);\nresponse.write(words);"),
    (TS, "setTimeout(() => go(), 1);\nconst words = 'innerHTML';"),
]
"""Lines that look alike and are fine."""

BARE = [Door(**{**vars(door), "allowed": {}}) for door in DOORS]


def written(root, samples):
    """Write each sample into a file of its own, under the name of its kind; return the names, in order."""
    names = []
    for number, (path, text) in enumerate(samples):
        folder, _, name = path.rpartition("/")
        names.append(f"{folder}/sample{number}_{name}")
        (root / folder).mkdir(parents=True, exist_ok=True)
        (root / names[-1]).write_text(text + "\n", encoding="utf-8")
    return names


def test_each_rule_catches_what_it_is_for(tmp_path):
    samples = [(door, sample) for door, some in CAUGHT.items() for sample in some]
    names = written(tmp_path, [sample for _, sample in samples])
    caught = {(use.path, use.door) for use in uses(tmp_path, doors=BARE)}
    missed = [each for name, each in zip(names, samples, strict=True) if (name, each[0]) not in caught]
    assert missed == []
    assert set(CAUGHT) == {door.name for door in DOORS}


def test_no_rule_catches_what_is_fine(tmp_path):
    names = written(tmp_path, LEFT_ALONE)
    found = [line for line in complaints(tmp_path) if line.startswith(tuple(names))]
    assert found == []


def test_an_allowance_is_for_one_place_and_counted(tmp_path):
    door = Door("chance", "no", rule={"pattern": "random"}, allowed={"blog/a.py": Allowed("games", 2)})
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "a.py").write_text("random\nrandom\n")
    assert complaints(tmp_path, doors=[door]) == []
    (tmp_path / "blog" / "b.py").write_text("\nrandom\n")
    (tmp_path / "blog" / "a.py").write_text("random\n")
    assert complaints(tmp_path, doors=[door]) == [
        "blog/b.py:2: chance: no",
        "blog/a.py: chance: 2 allowed (games), 1 there",
    ]
    (tmp_path / "blog" / "a.py").write_text("\n")
    assert "nothing uses it here any more" in complaints(tmp_path, doors=[door])[-1]


def test_the_project_keeps_to_them():
    assert complaints(ROOT) == []


def test_every_allowance_says_why():
    assert not [door.name for door in DOORS for each in door.allowed.values() if len(each.reason) < 10]


def test_what_bandit_is_told_to_pass_over_names_its_rule_and_its_reason():
    bare = re.compile(r"#\s*nosec(?! B\d{3}(?:, B\d{3})* # (?:noqa: [A-Z]+\d+ - )?\w)")
    sources = [path for tree in SHIPPED for path in (ROOT / tree).rglob("*.py")]
    lines = [(path.name, line) for path in sources for line in path.read_text(encoding="utf-8").splitlines()]
    assert len([line for _, line in lines if "# nosec B" in line]) > 20
    assert [each for each in lines if bare.search(each[1])] == []
