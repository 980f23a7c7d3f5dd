"""What hosts are asked to send with every page: a policy under which only the theme's own scripts run."""

import base64
import hashlib

from deploylog import templates
from deploylog.feeds import headers

PAGE = """\
<!doctype html><head>
<link rel="canonical" href="https://example.com/x/"><link rel="stylesheet" href="assets/main.css">
<script>theme()</script>
<script type="module">more()</script><script type="application/ld+json">{"a": 1}</script>
</head><body><p>The page's own: <script>evil()</script></p><script src="assets/bundle.js"></script></body>
"""
CONTENT = "<p>The page's own: <script>evil()</script></p>"
POLICY = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}; font-src 'self'{fonts};"
    " img-src 'self' data:; media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(*pages: str, content: str = "") -> str:
    allowed = {source for page in pages for source in headers.sources(page, content)}
    made = {asset.uri: asset for asset in headers.assets(allowed, templates.environment())}
    return str(made["assets/headers/policy.txt"].content).strip()


def test_only_scripts_of_the_theme_are_allowed():
    """What stands in a page's content is never allowed, even if it got past all else; data runs nowhere."""
    scripts = "".join(f" {one}" for one in sorted([hashed("theme()"), hashed("more()")]))

    assert policy(PAGE, content=CONTENT) == POLICY.format(scripts=scripts, styles="", fonts="")


def test_whom_a_theme_asks_is_allowed():
    """A site that keeps Google's fonts, or adds a script of its own, has said so itself."""
    page = (
        '<link rel="preconnect" href="https://fonts.gstatic.com" crossorigin>'
        '<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto"><style>:root{}</style>'
        '<script async src="//cdn.example.com/x.js"></script>'
    )

    assert policy(page) == POLICY.format(
        scripts=" https://cdn.example.com",
        styles=f" {hashed(':root{}')} https://fonts.googleapis.com",
        fonts=" https://fonts.gstatic.com",
    )


def test_each_host_gets_its_own_file():
    """The same policy in the words of each; the first is found by Netlify and Cloudflare Pages."""
    made = {asset.uri: asset.content for asset in headers.assets([], templates.environment())}
    said = POLICY.format(scripts="", styles="", fonts="")

    assert made == {
        "_headers": f"/*\n  Content-Security-Policy: {said}\n  X-Content-Type-Options: nosniff\n",
        "assets/headers/apache.conf": f'Header always set Content-Security-Policy "{said}"\n'
        "Header always set X-Content-Type-Options nosniff\n",
        "assets/headers/caddy.conf": f'header Content-Security-Policy "{said}"\n'
        "header X-Content-Type-Options nosniff\n",
        "assets/headers/nginx.conf": f'add_header Content-Security-Policy "{said}" always;\n'
        "add_header X-Content-Type-Options nosniff always;\n",
        "assets/headers/policy.txt": f"{said}\n",
    }
    assert "unsafe" not in said


def test_a_site_may_allow_more(tmp_path):
    """Who counts visits says so in a template of one block."""
    (tmp_path / "headers").mkdir()
    (tmp_path / "headers/policy.txt.j2").write_text(
        '{% extends "builtin/headers/policy.txt.j2" %}'
        "{% block connections %}\nconnect-src 'self' https://count.example.com;\n{% endblock %}",
        encoding="utf-8",
    )

    [made] = [one for one in headers.assets([], templates.environment(tmp_path)) if one.uri == "_headers"]

    assert " connect-src 'self' https://count.example.com; object-src 'none';" in str(made.content)
