"""The doors of pages: templates, components, and scripts in browsers and on the frontend's server."""

from scripts.doors.door import SITE, Allowed, Door, Rule

SCRIPTS = (*SITE, "frontend/src/*", "frontend/server/*")
ASTRO = ("frontend/src/*.astro",)

PARSED = ("innerHTML", "outerHTML", "insertAdjacentHTML", "createContextualFragment", "setHTMLUnsafe", "srcdoc")
"""What takes text for HTML."""

FROM_THE_API = "HTML that the backend cleaned or escaped"


def calls(*names: str) -> Rule:
    """Return the rule for a call of any of these, by itself or as a part of something."""
    return {"kind": "call_expression", "has": {"field": "function", "regex": rf"(?:^|\.)(?:{'|'.join(names)})$"}}


def made(*names: str) -> Rule:
    """Return the rule for a `new` one of any of these."""
    return {"kind": "new_expression", "has": {"field": "constructor", "regex": f"^(?:{'|'.join(names)})$"}}


DOORS = (
    Door(
        "unescaped-template",
        "let it be escaped",
        where=tuple(f"{tree}.{kind}" for tree in SITE for kind in ("html", "txt", "xml")),
        languages=("text",),
        pattern=r"\|\s*(?:safe|safeseq)\b|{%-?\s*autoescape\s+off\b|{%-?\s*filter\s+safe\b",
        allowed={"comments/templates/comments/mail/*.txt": Allowed("plain text: there is nothing to escape for")},
    ),
    Door(
        "script-in-template",
        "put it into a file of its own: our pages run no script that stands in them",
        where=tuple(f"{tree}.html" for tree in SITE),
        languages=("text",),
        pattern=r"<script(?![^>]*\ssrc=)|\s(?:on[a-z]+|style)\s*=\s*[\"']|(?:href|src|action)\s*=\s*[\"']\s*javascript:",
    ),
    Door(
        "unescaped-component",
        "write {words}: only HTML from the API is set, where it is named",
        where=ASTRO,
        languages=("text",),
        pattern=r"\bset:html\b",
        allowed={
            "frontend/src/components/blocks/Body.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/blocks/Callout.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/blocks/Questions.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/comments/Comment.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/comments/CommentForm.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/comments/Quoted.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/layout/Shell.astro": Allowed("data for search engines, by asData", 1),
            "frontend/src/components/pages/Home.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/pages/Index.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/components/search/Hit.astro": Allowed(FROM_THE_API, 2),
            "frontend/src/pages/identity/comments/?id?.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/pages/identity/confirm.astro": Allowed(FROM_THE_API, 1),
            "frontend/src/pages/identity/me.astro": Allowed(FROM_THE_API, 1),
        },
    ),
    Door(
        "script-in-component",
        "import a file of src/scripts: the policy lets nothing run that stands in a page",
        where=ASTRO,
        languages=("text",),
        pattern=r"\bis:inline\b|\bdefine:vars\b|\binnerHTML\b|\beval\(|\sstyle=|\bjavascript:|\bon(?:click|load|error|input|submit)=",
        allowed={"frontend/src/components/layout/Shell.astro": Allowed("data for search engines, which never runs", 1)},
    ),
    Door(
        "html-in-scripts",
        "make elements, or take those the server rendered",
        where=SCRIPTS,
        languages=("TypeScript", "JavaScript"),
        rule={
            "any": [
                {"kind": "property_identifier", "regex": f"^(?:{'|'.join(PARSED)})$"},
                calls(r"document\.write(?:ln)?", "parseHTMLUnsafe"),
                made("DOMParser"),
            ]
        },
        allowed={
            "frontend/src/scripts/comment-form.ts": Allowed("the preview, cleaned by the backend", 1),
            "frontend/src/scripts/comment-parts.ts": Allowed("a page of our own, parsed and not run", 1),
            "frontend/src/scripts/user-bar.ts": Allowed("the editors' bar, from the backend", 2),
            "blog/static/blog/citation-checks.js": Allowed("a panel of the editor, rendered by a template", 1),
            "comments/static/comments/desk/policy-panel.js": Allowed(
                "a panel of the editor, rendered by a template", 1
            ),
        },
    ),
    Door(
        "running-in-scripts",
        "call what is imported: nothing that is data is ever run",
        where=(*SCRIPTS, "frontend/astro.config.ts"),
        languages=("TypeScript", "JavaScript"),
        rule={
            "any": [
                calls("eval", "Function"),
                made("Function"),
                {"kind": "string", "regex": r"^[\"'](?:node:)?(?:child_process|vm|worker_threads)[\"']$"},
                {
                    "kind": "call_expression",
                    "all": [
                        {"has": {"field": "function", "regex": r"(?:^|\.)set(?:Timeout|Interval)$"}},
                        {"has": {"field": "arguments", "regex": "^\\(\\s*[\"'`]"}},
                    ],
                },
            ]
        },
    ),
    Door(
        "asking-others",
        "ask the API with lib/api/client.ts, and in a browser only our own origin, from the scripts named here",
        where=SCRIPTS,
        languages=("TypeScript", "JavaScript"),
        rule={
            "any": [
                {
                    "kind": "call_expression",
                    "has": {"field": "function", "regex": r"^(?:window\.|globalThis\.)?fetch$"},
                },
                calls("sendBeacon", r"https?\.(?:get|request)"),
                made("XMLHttpRequest", "WebSocket", "EventSource"),
                {
                    "kind": "import_statement",
                    "regex": r"\b(?:request|get|connect)\b.*[\"'](?:node:)?(?:https?|net|tls)[\"']",
                },
            ]
        },
        allowed={
            "frontend/src/lib/api/client.ts": Allowed("the one way to the API", 1),
            "frontend/server/machine-files.ts": Allowed("feeds, sitemap and the like, from the backend", 1),
            "frontend/server/uploads.ts": Allowed("uploaded files, from the backend", 2),
            "frontend/src/scripts/comment-form.ts": Allowed("our own origin", 2),
            "frontend/src/scripts/comment-parts.ts": Allowed("our own origin", 1),
            "frontend/src/scripts/comments.ts": Allowed("our own origin", 2),
            "frontend/src/scripts/reading.ts": Allowed("our own origin", 1),
            "frontend/src/scripts/search-field.ts": Allowed("our own origin", 1),
            "frontend/src/scripts/user-bar.ts": Allowed("the admin's origin, without cookies", 1),
            "blog/static/blog/citation-checks.js": Allowed("the admin's own origin", 1),
            "comments/static/comments/desk/policy-panel.js": Allowed("the admin's own origin", 1),
        },
    ),
    Door(
        "asking-in-components",
        "ask the API with lib/api/client.ts",
        where=ASTRO,
        languages=("text",),
        pattern=r"(?<![\w.])fetch\(|\bXMLHttpRequest\b",
    ),
    Door(
        "kept-in-browsers",
        "keep it in a cookie that no script reads: a browser's store is open to whatever runs",
        where=SCRIPTS,
        languages=("TypeScript", "JavaScript"),
        rule={
            "any": [
                {"kind": "identifier", "regex": "^(?:localStorage|sessionStorage|indexedDB)$"},
                {"pattern": "document.cookie"},
            ]
        },
        allowed={
            "frontend/src/scripts/comment-form.ts": Allowed("a reader's own unsent words", 3),
            "comments/static/comments/desk/keys.js": Allowed("how far down a list a moderator was", 3),
        },
    ),
)
