"""The doors of the backend: code in Python."""

from scripts.doors.door import SITE, Allowed, Door, Rule


def names(*words: str) -> Rule:
    """Return the rule for any of these names, imported, called or handed on."""
    return {"kind": "identifier", "regex": f"^(?:{'|'.join(words)})$"}


def imports(*modules: str) -> Rule:
    """Return the rule for the import of any of these modules, given as regular expressions, or of what is in them."""
    any_of = "|".join(modules)
    kinds = [{"kind": "import_statement"}, {"kind": "import_from_statement"}]
    return {"any": kinds, "regex": rf"^(?:import|from)\s+(?:{any_of})(?:\.|\s|$)"}


def texts(*words: str) -> Rule:
    """Return the rule for a text that is one of these and nothing else."""
    return {"kind": "string", "regex": f"^[\"'](?:{'|'.join(words)})[\"']$"}


def called(function: str, having: Rule) -> Rule:
    """Return the rule for a call of what is named like `function` with `having` anywhere among its arguments."""
    arguments = {"field": "arguments", "has": {**having, "stopBy": "end"}}
    return {"kind": "call", "all": [{"has": {"field": "function", "regex": function}}, {"has": arguments}]}


WHAT_CAME = {"kind": "attribute", "regex": r"\brequest\.(?:GET|POST|META|FILES|headers|COOKIES|body|get_full_path)$"}
"""Any part of a request that its sender wrote."""

PUT_TOGETHER = {
    "any": [{"kind": "call"}, {"kind": "binary_operator"}, {"has": {"kind": "interpolation", "stopBy": "end"}}]
}
"""A text that is made when the line runs."""

LITERAL = {
    "all": [
        {"any": [{"kind": "string"}, {"kind": "concatenated_string"}]},
        {"not": {"has": {"kind": "interpolation", "stopBy": "end"}}},
    ]
}

OUR_WORDS = Allowed("statements of our own words; what a caller gave is a parameter")
OWN_TABLES = Allowed("names of our own tables, read from the database itself")

DOORS = (
    Door(
        "trusted-html",
        "let it be escaped: HTML is trusted nowhere else",
        rule={"any": [names("mark_safe", "SafeData", "SafeText", "html_safe"), {"pattern": "SafeString($$$)"}]},
        allowed={"blog/feeds/articles.py": Allowed("HTML of payloads, which Wagtail cleaned when it was saved", 2)},
    ),
    Door(
        "built-html",
        "write a template, or hand over literal HTML with places to fill",
        rule={
            "any": [
                {"pattern": "format_html($HTML)"},
                {"pattern": "format_html($HTML, $$$)"},
                {"pattern": "format_html_join($_, $HTML, $$$)"},
            ]
        },
        constraints={"HTML": {"not": LITERAL}},
        allowed={"comments/desk/choosing.py": Allowed("a widget's wrapper, literal one line above", 1)},
    ),
    Door(
        "comments-past-visibility",
        "ask comments.selectors: what the public may see has one name there, public_for(viewer)",
        where=(*SITE, "scripts/*"),
        rule={"pattern": "Comment.$MANAGER"},
        constraints={"MANAGER": {"regex": "^(?:objects|_default_manager|_base_manager)$"}},
        allowed={
            "comments/selectors/*": Allowed("here it is said who may see what"),
            "comments/services/*": Allowed("the only writers; each asks who may"),
            "comments/desk/*": Allowed("moderators; below moderated_by(user) or a comment found so"),
            "comments/tasks/*": Allowed("the worker's work on rows its services name"),
            "comments/migrations/*": Allowed("the rows as they were then"),
            "scripts/stock/*": Allowed("what a page costs without this project; never served to anybody"),
        },
    ),
    Door(
        "raw-sql",
        "use the ORM, or hand over a literal statement with parameters",
        rule={
            "any": [
                {"pattern": "$C.execute($SQL)"},
                {"pattern": "$C.execute($SQL, $$$)"},
                {"pattern": "$C.executemany($SQL, $$$)"},
                {"pattern": "$C.executescript($SQL)"},
                {"pattern": "$Q.raw($$$)"},
                {"kind": "call", "regex": r"\.extra\(\s*(?:select|where|params|tables|order_by)\b"},
                names("RawSQL", "RunSQL"),
            ]
        },
        constraints={"SQL": {"not": LITERAL}},
        allowed={
            "blog/indexes.py": Allowed("what one engine says and the other doesn't", 2),
            "comments/desk/queue/asking.py": OUR_WORDS,
            "comments/desk/queue/tabs.py": OUR_WORDS,
            "comments/services/indexing.py": OUR_WORDS,
            "search/content.py": OUR_WORDS,
            "search/statement.py": OUR_WORDS,
            "search/engines/*": OUR_WORDS,
            "site/ground/in_line.py": Allowed("a whole number of milliseconds", 1),
            "site/ground/prepared.py": Allowed("what the ORM compiled, with its parameters", 1),
            "site/website/backup/*": OWN_TABLES,
        },
    ),
    Door(
        "network",
        "write into the outbox; what leaves this machine leaves by the doors named in scripts/doors/python.py",
        rule={
            "any": [
                imports("requests", "urllib3", "httpx", "aiohttp", r"http\.client", r"urllib\.request", "socket"),
                imports("smtplib", "ftplib", "telnetlib", "websockets", "boto3", "botocore", "xmlrpc"),
                imports("sentry_sdk", "opentelemetry"),
                {
                    "kind": "import_from_statement",
                    "regex": r"^from\s+(?:urllib|http)\s+import\s+.*\b(?:request|client)\b",
                },
            ]
        },
        allowed={
            "site/website/caching.py": Allowed("purges, to the frontend alone", 1),
            "site/website/bucket.py": Allowed("errors and waiting times of the bucket an operator named"),
            "site/website/settings/counting.py": Allowed("the name of this machine", 1),
            "site/website/error_reports.py": Allowed("scrubbed errors, to the collector an operator named"),
            "site/website/settings/environment.py": Allowed("whether the library for traces is there", 1),
            "site/website/traces.py": Allowed("times without words, to the collector an operator named"),
            "comments/notifications/mail.py": Allowed("what a mail server may answer, by name", 1),
        },
    ),
    Door(
        "running",
        "call what is imported: nothing that is data is ever run",
        rule={
            "any": [
                names("eval", "exec", "__import__"),
                imports(
                    "subprocess", "pickle", "marshal", "shelve", "yaml", "dill", "pty", "code", "importlib", "runpy"
                ),
                {"pattern": "os.system($$$)"},
                {"pattern": "os.popen($$$)"},
                {"kind": "call", "regex": r"^os\.(?:exec|spawn|posix_spawn)"},
                names("import_string"),
            ]
        },
        allowed={
            "site/website/backup/programs.py": Allowed("PostgreSQL's own tools, by fixed names, without a shell", 1),
            "blog/api/searching.py": Allowed("names in the settings", 2),
            "comments/api/site_words.py": Allowed("names in the settings", 2),
            "comments/selectors/commentable.py": Allowed("names in the settings", 3),
            "comments/selectors/house.py": Allowed("names in the settings", 2),
        },
    ),
    Door(
        "callers-address",
        "ask ground.address.client_address: anybody may write a header",
        rule=texts(
            "REMOTE_ADDR",
            "REMOTE_HOST",
            "(?:HTTP_)?(?i:x[-_](?:forwarded[-_]for|real[-_]ip|client[-_]ip))",
            "(?i:forwarded)",
        ),
        allowed={
            "site/ground/address.py": Allowed("the one function that knows"),
            "site/website/request_log.py": Allowed("whether a proxy of ours calls, whose request id is taken", 1),
        },
    ),
    Door(
        "second-cleaner",
        "ask comments.markup: readers' text has one cleaner",
        rule=imports("bleach", "nh3", "lxml_html_clean", "html_sanitizer"),
        allowed={"comments/markup/cleaning.py": Allowed("the one cleaner", 2)},
    ),
    Door(
        "forged-posts",
        "leave the check on: the API takes no cookies and needs no exception",
        rule=names("csrf_exempt", "CsrfExemptMixin", "_dont_enforce_csrf_checks"),
    ),
    Door(
        "own-problems",
        "raise ground.problems.Problem: errors have one shape and one table",
        rule={
            "any": [
                names("JsonResponse", "HttpResponse(?:BadRequest|Forbidden|NotFound|Gone|NotAllowed|ServerError)"),
                called(
                    r"(?:^|\.)(?:Http|Streaming\w*|Json)?Response$",
                    {"kind": "keyword_argument", "regex": r"^status\s*=\s*[45]\d\d"},
                ),
            ]
        },
        allowed={
            "site/website/health.py": Allowed("probes read their own small answer"),
            "site/website/problems.py": Allowed("the table; and a page for people while the database is away", 1),
            "site/website/bucket.py": Allowed("a file that can't be had now, without a body", 1),
            "site/website/system/view.py": Allowed("a button that is not on the page", 2),
            "site/website/middleware.py": Allowed("a body too long, outside the API; a method, answered anew", 3),
        },
    ),
    Door(
        "led-elsewhere",
        "ask comments.desk's back(request): an address somebody sent leads to our own host only there",
        rule={
            "any": [
                called(r"(?:^|\.)(?:redirect|HttpResponse\w*Redirect\w*)$", WHAT_CAME),
                {"pattern": '$R.GET.get("next" $$$)'},
                {"kind": "call", "regex": r"\.(?:GET|POST)\.get\([\"']next[\"']"},
                {"kind": "subscript", "regex": r"\.(?:GET|POST)\[[\"']next[\"']\]$"},
                texts("HTTP_REFERER", "[Rr]eferer"),
            ]
        },
    ),
    Door(
        "chance",
        "use `secrets`: what `random` draws can be foretold",
        rule=imports("random"),
        allowed={"site/website/demo/*": Allowed("the same pictures and words every time")},
    ),
    Door(
        "told-to-the-log",
        "name ids and codes, as arguments of a literal sentence: neither what came nor what is secret",
        rule={
            "any": [
                called(r"^logger\.\w+$", WHAT_CAME),
                called(r"^logger\.\w+$", names(r"(?i:\w*(?:password|secret|api_?key|cookie)s?)")),
                {"pattern": "logger.$LEVEL($SAID)"},
                {"pattern": "logger.$LEVEL($SAID, $$$)"},
            ]
        },
        constraints={"SAID": PUT_TOGETHER},
    ),
)
