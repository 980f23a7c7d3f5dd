"""The posts of saved files alone say what they say in the whole site."""

from datetime import date
from pathlib import Path

import pytest

import sites
from deploylog import site
from deploylog.settings import Settings, find_settings

AS_OF = date(2007, 12, 31)
FIRST = sites.LOG.format(title="The first try").replace("successful", "rolled-back") + "release: autumn\n"
SECOND = sites.LOG.format(title="The second try").replace("12-02", "12-09") + "release: autumn\n"
ALONE = sites.LOG.format(title="Another front end").replace("12-02", "12-16")
TOLD = "---\ntitle: Told\n---\n\nEveryone joined the bridge again, [as before](first.md).\n"
PLAIN = "---\ntitle: Plain\ndate: 2007-12-20\n---\n\nNothing happened.\n"
TERM = "---\nterm: bridge\nshort: Where everyone talks.\n---\nIt.\n"


class Writer:
    """A site, as it is read and made each time that something in it is saved."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings: Settings = find_settings(folder)
        self._memory = site.Memory()
        self.sources = self._read()

    def save(self, **texts: str) -> set[str]:
        """Save files, by their names below the site with `_` for what ends the folder; give whose posts."""
        for path, text in texts.items():
            folder, _, name = path.partition("_")
            (self._folder / folder / f"{name}.{'md' if text.startswith('---') else 'yml'}").write_text(text)
        before, self.sources = self.sources, self._read()
        return set(site.saved(self.sources, before))

    def whole(self) -> site.Made:
        """Make everything."""
        return site.make(self.sources, as_of=AS_OF, drafts=True)

    def _read(self) -> site.Sources:
        return site.read(self._settings, self._memory)


def texts(made: site.Made) -> dict[str, str]:
    """Give what stands on the pages, by their addresses."""
    return {page.uri: page.content for page in made.pages}


@pytest.fixture
def writer(tmp_path: Path, monkeypatch) -> Writer:
    """Begin a site of two tries, another night and a plain post."""
    logs = {
        "first.yml": FIRST,
        "second.yml": SECOND,
        "alone.yml": ALONE,
        "second.md": TOLD,
        "plain.md": PLAIN,
    }
    files = {f"posts/{name}": text for name, text in logs.items()}
    monkeypatch.chdir(sites.write(tmp_path, {**files, "glossary/bridge.md": TERM}))
    return Writer(tmp_path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("posts_first", FIRST.replace("everyone", "nearly everyone")),
        ("posts_first", FIRST.replace("The first try", "The very first try")),
        ("posts_second", SECOND.replace("12-09", "12-29").replace("release: autumn", "release: winter")),
        ("posts_second", TOLD.replace("again", "once more, and waited for the landing test")),
        ("posts_plain", PLAIN.replace("Nothing", "Very little")),
        ("posts_alone", ALONE.replace("front end", "back end") + "remedies: first\ntags: [night]\n"),
    ],
)
def test_a_saved_post_alone_is_the_one_of_the_whole_site(writer, path, text):
    """What stands in the open page first must not change when the rest is there."""
    before = writer.whole()

    [id_] = writer.save(**{path: text})

    some = site.make_saved(writer.sources, {id_}, before.published.summaries, as_of=AS_OF, drafts=True)
    whole = writer.whole()
    assert id_ == path.removeprefix("posts_")
    [uri] = texts(some)
    assert uri == f"{id_}.md"
    assert texts(some)[uri] == texts(whole)[uri] != texts(before)[uri]
    head = {"title": "T", "description": "D", "present": ""}
    assert some.head(f"{id_}.md", **head) == whole.head(f"{id_}.md", **head)


@pytest.mark.parametrize(
    "saved",
    [
        {"posts_third": ALONE.replace("12-16", "12-17")},
        {"posts_first": FIRST.replace("rolled-back", "roled-back")},
        {"posts_first": FIRST + "remedies: nothing\n"},
        {
            "glossary_bridge": TERM.replace("everyone", "nobody"),
            "posts_first": FIRST.replace("01:30", "01:31"),
        },
        {"posts_plain": "---\ntitle: Plain\n---\n\nNothing happened.\n"},
        {},
    ],
    ids=["new log", "mistake", "reference to nothing", "term", "no post any more", "nothing"],
)
def test_nothing_is_shown_first_when_more_than_posts_has_changed(writer, saved):
    """Pages that come, go or cannot be made are for the whole site to settle."""
    assert writer.save(**saved) == set()


def test_another_files_mistake_does_not_make_a_writer_wait(writer):
    """A log that nobody mends tonight shows its problems, and tonight's log shows its post."""
    assert writer.save(posts_first=FIRST.replace("rolled-back", "roled-back")) == set()
    before = writer.whole()

    assert writer.save(posts_alone=ALONE.replace("everyone", "nearly everyone")) == {"alone"}

    some = site.make_saved(writer.sources, {"alone"}, before.published.summaries, as_of=AS_OF, drafts=True)
    assert texts(some) == {"alone.md": texts(writer.whole())["alone.md"]}


def test_of_a_night_that_is_made_private_nothing_is_shown(writer):
    """The page goes with the rest of the site, and nothing of it is written again."""
    before = writer.whole()

    [id_] = writer.save(posts_alone=ALONE + "private: true\n")

    assert (
        site.make_saved(writer.sources, {id_}, before.published.summaries, as_of=AS_OF, drafts=True).pages
        == []
    )
