"""Texts of a log are data: whatever they look like, readers see these characters and nothing runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import sites

pytestmark = pytest.mark.xdist_group("browser")

EVIL = """<img src=x onerror=alert(1)>"""
SCRIPT = """</title></script><script>alert(2)</script>"""
LINK = """[click](javascript:alert(3)) "onmouseover="alert(4) {: onclick=alert(5) }"""

LOG = """\
title: '{evil} {script}'
release: '{evil}'
date: 2007-12-02
outcome: successful-with-issues
environment: '{evil}'
window: {{start: "01:30", end: "07:00", granted_by: '{evil}', note: '{link}'}}
systems:
  - {{name: '{evil}', role: '{script}'}}
  - {{name: '{link}', depends_on: ['{evil}']}}
why: '{evil} {script} {link}'
risks: [{{text: '{evil}', system: '{evil}', happened: partly, note: '{link}'}}]
steps:
  - {{at: "01:30", activity: deploy, system: '{evil}', who: '{evil}', text: '{evil} {link}', why: '{script}'}}
  - {{at: "01:40", activity: troubleshoot, system: '{link}', text: '{script}', aside: '{evil} {script}'}}
  - {{at: "01:50", activity: decision, question: '{evil}', options: ['{link}'], decided: '{link}'}}
decisions: [{{question: '{script}', options: ['{evil}'], decided: '{script}', by: '{evil}', why: '{link}'}}]
issues: [{{text: '{evil} {script}', severity: minor, system: '{evil}', found_in: landing-test, status: open}}]
lessons: ['{evil} {script} {link}']
follow_up: ['{evil} {script} {link}']
links: [{{text: '{evil} {link}', url: 'https://example.com/?a=alert(6)&b=1'}}]
authors: ['{evil}']
intro: '{evil} {script}'
closing: '{evil} {script}'
"""
DEFERRED = """\
title: '{script} {evil}'
release: '{evil}'
date: 2007-11-25
outcome: deferred
systems: ['{evil}']
deferral: {{reason: '{evil} {link}', cause: '{script}', blocked_by: '{evil}'}}
next_slots: [{{date: 2007-12-02, system: '{evil}', note: '{script}'}}]
"""
TERM = """\
---
term: '{evil}'
aliases: ['{script}']
short: '{evil} {script} {link}'
source: '{evil}'
---

A definition.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Build and serve a site whose every text means harm; give its address and its folder."""
    texts = {"evil": EVIL, "script": SCRIPT, "link": LINK}
    files = {
        "posts/2007-12-02-evil.yml": LOG.format(**texts),
        "posts/2007-11-25-evil.yml": DEFERRED.format(**texts),
        "glossary/evil.md": TERM.format(**texts),
    }
    folder = tmp_path_factory.mktemp("hostile")
    built = sites.build(sites.write(folder, files), folder / "site")
    with sites.served(built) as address:
        yield address, built


def test_no_text_of_a_log_becomes_markup_or_runs(hostile, visit):
    """On every page: no element that only the log could have brought, no dialog, nobody else asked."""
    address, built = hostile
    reader = visit(address)
    paths = [path.relative_to(built).as_posix() for path in sorted(built.rglob("*.html"))]

    for path in paths:
        page = reader.go(path)
        assert page.locator("img, [onerror], [onclick], [onmouseover], a[href^='javascript']").count() == 0, (
            path
        )
        assert page.locator("script:not([src])", has_text="alert(").count() == 0, path

    assert len(paths) > 12
    assert (reader.dialogs, reader.errors, reader.outside) == ([], [], [])


def test_readers_see_the_very_characters(hostile, visit):
    """The title, a step, a system and an issue stand there as they were written."""
    page = visit(hostile[0]).go("2007-12-02-evil/")

    article = page.locator("article")
    assert article.locator("h1").inner_text() == f"{EVIL} {SCRIPT}"
    assert page.title().startswith(f"{EVIL} {SCRIPT}")
    assert article.inner_text().count(EVIL) > 8
    assert LINK in article.inner_text()


def test_a_search_result_is_text_too(hostile, visit):
    """The search builds its results from the pages' texts, in the reader's browser."""
    reader = visit(hostile[0])
    reader.go()

    page = reader.search("onerror")

    assert page.locator(".md-search-result img").count() == 0
    assert reader.dialogs == []
