"""Nothing that anybody writes into a log, a post or a term acts in a reader's browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import hostile_site
import sites

FAULTS = """(page) => {
  const elements = "animate,applet,base,dialog,embed,foreignObject,frame,frameset,iframe,image,marquee,math,"
    + "object,picture,portal,set,style,template,use,[popover],form:not([name=search]),meta[http-equiv],"
    + "link[rel=preload],link[rel~=icon][href*='//'],"
    + "article :is(button,.md-dialog,.md-overlay,.md-search,.mermaid,[data-md-component])"
  const acting = ["action", "formaction", "name", "ping", "srcdoc", "srcset", "style"]
  const faults = [...page.querySelectorAll(elements)].map(found => found.outerHTML.slice(0, 120))
  for (const found of page.querySelectorAll("*")) {
    if (found.localName === "script" && !found.src && /alert\\(/.test(found.textContent)
        && !/json/.test(found.type))
      faults.push("script: " + found.textContent.slice(0, 80))
    for (const {name, value} of found.attributes) {
      const address = value.replace(/[\\x00-\\x20]/g, "").replace(/\\\\/g, "/")
      const loads = found.localName !== "a" && ["src", "href", "data", "poster", "background"].includes(name)
      if (/^on/.test(name)
          || acting.includes(name) && !(name === "name" && found.matches("meta,form,input,details"))
          || /^(java|vb)script:|^data:text/i.test(address) && !found.matches("meta")
          || loads && /evil/.test(address) && !found.matches("[rel=canonical]"))
        faults.push(`${found.localName} ${name}=${value.slice(0, 80)}`)
    }
  }
  if (page.querySelectorAll("[id=__config]").length !== 1) faults.push("a second #__config")
  return faults
}"""
"""What a page holds that could act, and that only its text can have brought."""
FAULTS_OF_ALL = (
    """async (addresses) => {
  const found = {}, read = new DOMParser()
  for (const address of addresses) {
    const faults = ("""
    + FAULTS
    + """)(read.parseFromString(await (await fetch(address)).text(), "text/html"))
    if (faults.length) found[address] = faults
  }
  return found
}"""
)
SEEN = """async (addresses) => {
  const seen = {}, read = new DOMParser()
  for (const address of addresses) {
    const page = read.parseFromString(await (await fetch(address)).text(), "text/html")
    const article = page.querySelector("article")
    seen[address] = [page.title, article.querySelector("h1").textContent, article.textContent]
  }
  return seen
}"""
"""What readers of pages see: the title, the heading, and the whole text."""
OPENED = """async (addresses) => {
  const opened = addresses.map(address => {
    const frame = document.createElement("iframe")
    frame.src = address
    const loaded = new Promise(done => { frame.onload = done; setTimeout(done, 5000) })
    document.body.append(frame)
    return {address, frame, loaded}
  })
  await Promise.all(opened.map(one => one.loaded))
  await new Promise(done => setTimeout(done, 50))
  return opened.filter(({address, frame}) => {
    const there = frame.contentDocument && frame.contentWindow.location.href === address
    frame.remove()
    return !there
  }).map(one => one.address)
}"""
"""Opens pages in frames, lets them do what they do, and gives those that went elsewhere."""
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site, and see that nothing but it and the cache has changed; give its folder."""
    folder = sites.write(tmp_path_factory.mktemp("hostile") / "site", hostile_site.written())
    before = {path: path.stat().st_mtime_ns for path in folder.parent.rglob("*") if path.is_file()}

    built = sites.build(folder, folder / "public")

    after = {path: path.stat().st_mtime_ns for path in folder.parent.rglob("*") if path.is_file()}
    own = (built, folder / ".cache" / "deploylog")
    around = {path: time for path, time in after.items() if not any(map(path.is_relative_to, own))}
    assert around == before
    return built


@pytest.fixture(scope="module")
def unprotected(hostile: Path) -> Iterator[str]:
    """Serve it from a host that sends no headers; give the address."""
    with sites.served(hostile, headers=False) as address:
        yield address


def test_no_text_becomes_markup_that_could_act(hostile, unprotected, visit):
    """Chromium's own parser finds on no page what only a log, a post or a term can have brought."""
    paths = [path.relative_to(hostile).as_posix() for path in sorted(hostile.rglob("*.html"))]
    reader = visit(unprotected)
    reader.go("glossary/")

    faults = reader.page.evaluate(FAULTS_OF_ALL, [unprotected + path for path in paths])

    assert len(paths) > 150
    assert faults == {}


def test_nothing_runs_nothing_pops_up_and_nobody_is_asked(unprotected, visit):
    """Every case is opened, by ten in frames; even where the host sends no headers, not one acts."""
    reader = visit(unprotected)
    reader.context.route(
        "**/assets/**", lambda route: route.abort()
    )  # the theme's own, which the next test has
    reader.go("glossary/")
    files = [(name, unprotected + hostile_site.address(path)) for name, path, _ in hostile_site.files()]
    acted = {}

    for begin in range(0, len(files), 10):
        ten = dict(files[begin : begin + 10])
        moved = reader.page.evaluate(OPENED, list(ten.values()))
        errors = [said for said in reader.errors if "Failed to load resource" not in said]
        if found := [*moved, *reader.dialogs, *reader.outside, *errors]:
            acted[tuple(ten)] = found
        for said in (reader.dialogs, reader.outside, reader.errors):
            said.clear()

    assert len(files) > 140
    assert acted == {}


def test_the_theme_does_not_take_orders_from_a_text(unprotected, visit):
    """Its script finds its parts by names, which a text could bear; these texts and the lists, with it."""
    reader = visit(unprotected)
    files = {name: path for name, path, _ in hostile_site.files()}

    for name in [name for name in files if "the theme" in name or name in ("program from elsewhere", "form")]:
        page = reader.go(hostile_site.address(files[name]))
        if "settings" in name:
            page.locator("[data-md-component=search-query]").focus()
            page.locator(".md-search-result__meta", has_text="Type to start searching").wait_for()
    for path in ("", "archive/2006/", "glossary/", "statistics/", "systems/", "releases/"):
        reader.go(path)

    assert (reader.dialogs, reader.errors, reader.outside) == ([], [], [])


def test_readers_see_the_very_characters(unprotected, visit):
    """A log's title and its other words stand there as they were written, whatever they look like."""
    reader = visit(unprotected)
    reader.go("glossary/")
    texts = {
        unprotected + hostile_site.address(path): name
        for name, path, _ in hostile_site.files()
        if "text-" in path
    }

    seen = reader.page.evaluate(SEEN, list(texts))

    assert len(texts) == len(hostile_site.JOINED) > 30
    for address, (title, heading, article) in seen.items():
        words = " ".join(INVISIBLE.sub(" ", texts[address]).split())
        assert " ".join(heading.split()) == words
        assert " ".join(title.split()) == f"{words} - Hostile"
        assert " ".join(article.split()).count(words) > 2


def test_a_search_result_is_text_too(unprotected, visit):
    """The search builds its results from the pages' texts, in the reader's browser."""
    reader = visit(unprotected)
    reader.go("glossary/")

    page = reader.search("onerror")

    assert page.locator(".md-search-result :is(img, script, svg, iframe)").count() == 0
    assert (reader.dialogs, reader.outside) == ([], [])
