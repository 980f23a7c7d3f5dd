"""Take each defence out of a copy of the project, and see that a test notices.

    .venv/bin/python bench/defences.py [NAME...]

Prints a line for each defence; exits with 1 if tests pass without one. A defence is a piece of the source,
what stands there without it, and the tests that hold it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "generator/deploylog/"
CORPUS = "tests/browser/test_hostile_site.py"
SOURCES = "tests/test_hostile_sources.py"
SANDBOX = "tests/test_templates_sandbox.py"
HEADERS = "tests/test_feeds_headers.py"

DEFENCES = {
    "html of texts": (f"{PACKAGE}plugin/reading.py", "else sanitizing.clean(html)", "else html", CORPUS),
    "handlers": (
        f"{PACKAGE}sanitizing.py",
        "aria-describedby",
        "onerror onclick onmouseover aria-describedby",
        CORPUS,
    ),
    "addresses that run": (
        f"{PACKAGE}sanitizing.py",
        '{"http", "https",',
        '{"javascript", "http", "https",',
        CORPUS,
    ),
    "own pictures": (
        f"{PACKAGE}sanitizing.py",
        "return None if _ELSEWHERE",
        "return address if _ELSEWHERE",
        CORPUS,
    ),
    "spaces in addresses": (f"{PACKAGE}sanitizing.py", '_IGNORED.sub("", address)', "address", CORPUS),
    "names of the theme": (
        f"{PACKAGE}sanitizing.py",
        "return None if _THEMES_ID",
        "return name if _THEMES_ID",
        CORPUS,
    ),
    "classes of the theme": (f"{PACKAGE}sanitizing.py", "if not _THEMES_CLASS.match(one)", "", CORPUS),
    "front matter of posts": (
        f"{PACKAGE}pages/post.py",
        "sanitizing.escaped(article.told.meta)",
        "article.told.meta",
        CORPUS,
    ),
    "front matter of pages": (
        f"{PACKAGE}plugin/reading.py",
        "sanitizing.escaped(value) for key",
        "value for key",
        CORPUS,
    ),
    "drawings of ours": (f"{PACKAGE}pages/body.py", 'return _OURS.sub(" ", text)', "return text", CORPUS),
    "posts are cleaned": (
        f"{PACKAGE}pages/post.py",
        "authored=article.told is not None",
        "authored=False",
        CORPUS,
    ),
    "terms are cleaned": (f"{PACKAGE}pages/glossary.py", "authored=True", "authored=False", CORPUS),
    "the front is cleaned": (f"{PACKAGE}pages/lists.py", "authored=True", "authored=False", CORPUS),
    "words of logs": (
        f"{PACKAGE}templates.py",
        'lambda found: f"&#{ord(found[0])};", flat',
        "lambda found: found[0], flat",
        CORPUS,
    ),
    "titles in heads": ("templates/post.md.j2", "article.title | e | yaml", "article.title | yaml", CORPUS),
    "escaping by default": (f"{PACKAGE}templates.py", "autoescape=True", "autoescape=False", CORPUS),
    "linked data": (f"{PACKAGE}feeds/heads.py", 'for character in "<>&', 'for character in "&', CORPUS),
    "layouts": (f"{PACKAGE}posts.py", "    _refuse_layout(matter)\n", "", SOURCES),
    "slugs": (f"{PACKAGE}posts.py", "    _refuse_slug(matter)\n", "", SOURCES),
    "names of files": (f"{PACKAGE}site/checks.py", "not name.fullmatch(id_)", "False", SOURCES),
    "reserved addresses": (
        f"{PACKAGE}site/checks.py",
        ".casefold() in RESERVED",
        ".casefold() in ()",
        SOURCES,
    ),
    "one address a file": (
        f"{PACKAGE}site/checks.py",
        "        elif first:\n",
        "        elif False:\n",
        SOURCES,
    ),
    "one page a name": (
        f"{PACKAGE}site/checks.py",
        "        if first != name:\n",
        "        if False:\n",
        SOURCES,
    ),
    "links of files": (
        f"{PACKAGE}site/sources.py",
        "if linked and not path.resolve().is_relative_to(root)",
        "if False",
        SOURCES,
    ),
    "links of folders": (f"{PACKAGE}site/sources.py", "if not folder.is_symlink()", "if True", SOURCES),
    "characters of Markdown": (
        f"{PACKAGE}frontmatter.py",
        "if faults := unreadable(text, file, 1)",
        "if faults := []",
        SOURCES,
    ),
    "depth": (f"{PACKAGE}yamltree/composing.py", "MAX_DEPTH = 32", "MAX_DEPTH = 100_000", SOURCES),
    "number of values": (
        f"{PACKAGE}yamltree/composing.py",
        "MAX_NODES = 50_000",
        "MAX_NODES = 5_000_000",
        SOURCES,
    ),
    "size": (f"{PACKAGE}yamltree/texts.py", "MAX_BYTES = 1 << 20", "MAX_BYTES = 1 << 30", SOURCES),
    "sandbox": (f"{PACKAGE}templates.py", 'if attribute[0] != "_" and _open', "if _open", SANDBOX),
    "sandbox of values": (
        f"{PACKAGE}templates.py",
        "class Sandbox(ImmutableSandboxedEnvironment)",
        "class Sandbox(Environment)",
        SANDBOX,
    ),
    "links of templates": (
        f"{PACKAGE}templates.py",
        "loaders.insert(0, _Own(site))",
        "loaders.insert(0, FileSystemLoader(site))",
        SANDBOX,
    ),
    "scripts of the theme alone": (
        f"{PACKAGE}feeds/headers.py",
        'page.replace(content, "") if content else page',
        "page",
        HEADERS,
    ),
    "default of the policy": (
        "templates/headers/policy.txt.j2",
        "default-src 'none'",
        "default-src *",
        HEADERS,
    ),
    "policy": (
        "templates/headers/policy.txt.j2",
        "script-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        HEADERS,
    ),
    "preview of one's own": (
        f"{PACKAGE}plugin/served.py",
        'tempfile.mkdtemp(prefix="deploylog_")',
        'server.root + "-behind"); self._own.mkdir(exist_ok=True',
        "tests/test_previewing.py",
    ),
}


def main(names: list[str]) -> int:
    """Try the defences that are named, or all."""
    unheld = []
    for name in names or DEFENCES:
        held = noticed(*DEFENCES[name])
        print(f"{'held' if held else 'NOT HELD':8}  {name}", flush=True)
        unheld += [] if held else [name]
    return 1 if unheld else 0


def noticed(file: str, defence: str, without: str, tests: str) -> bool:
    """Tell whether tests fail on a copy without a defence."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("generator", "templates", "tests", "docs", "posts", "glossary"):
            shutil.copytree(
                ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", "golden", "golden-*")
            )
        for part in ("dev.py", "pyproject.toml", "mkdocs.yml"):
            shutil.copy(ROOT / part, copy)
        text = (copy / file).read_text(encoding="utf-8")
        if defence not in text:
            raise SystemExit(f"{file} no longer holds: {defence}")
        (copy / file).write_text(text.replace(defence, without, 1), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", tests]
        environ = {**os.environ, "PYTHONPATH": str(copy / "generator")}
        done = subprocess.run(command, cwd=copy, env=environ, capture_output=True, text=True, timeout=600)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stdout + done.stderr)
    return done.returncode == 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
