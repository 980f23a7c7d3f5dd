"""Options are checked all at once, and an author is told how to mend each."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deploylog.model import Voice
from deploylog.problems import LogError
from deploylog.settings import (
    Settings,
    SettingsError,
    find_settings,
    read_settings,
    resolve_as_of,
    settings_of,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "posts").mkdir()
    return tmp_path


def test_a_site_that_chooses_nothing_gets_the_defaults(root: Path) -> None:
    """`plugins: [deploylog]` is enough; an option that MkDocs gives as None counts as not given."""
    settings = settings_of({"posts": None, "clock": None}, root, docs_dir="posts")

    assert settings == Settings(root=root, posts=root / "posts", glossary=root / "glossary")


def test_options_are_taken_as_texts_and_as_what_yaml_makes_of_them(root: Path) -> None:
    """MkDocs hands over numbers and days, the file itself texts; they mean the same."""
    (root / "words").mkdir()
    (root / "looks").mkdir()
    typed = {"as_of": date(2007, 12, 31), "clock": 12, "page_size": 5}
    texts = {"as_of": "2007-12-31", "clock": "12", "page_size": "5"}
    same = {
        "posts": "posts",
        "glossary": "words",
        "templates": "looks",
        "timezone": "America/Toronto",
        "window": "1:30 - 07:00",
        "voice": "report",
    }

    settings = settings_of(typed | same, root, site_name="Nights", site_url="https://example.org/")

    assert settings == settings_of(texts | same, root, site_name="Nights", site_url="https://example.org/")
    assert settings == Settings(
        root=root,
        posts=root / "posts",
        glossary=root / "words",
        templates=root / "looks",
        timezone="America/Toronto",
        window="01:30-07:00",
        as_of=date(2007, 12, 31),
        clock=12,
        voice=Voice.REPORT,
        page_size=5,
        site_name="Nights",
        site_url="https://example.org/",
    )


REFUSED = """\
'clok' is no option of deploylog; did you mean clock? use one of: as_of, clock, glossary, page_size, posts, \
templates, timezone, voice, window
posts is 'post', which is no folder; name a folder, seen from the folder of mkdocs.yml
timezone is 'America/Toronot', which is no time zone; did you mean America/Toronto? write an IANA name, \
e.g. America/Toronto
window is '01:30-25:00', which is no window; write its start and its end, e.g. 01:30-07:00
as_of is '2007-02-30', which is no day; write year, month and day, e.g. 2007-12-31
clock is '13'; use 12 or 24
voice is 'I'; use one of: we, report
page_size is '0'; write a number from 1 to 1000
glossary is a list, not a text; write one value after the colon"""


def test_every_fault_is_told_at_once(root: Path) -> None:
    """A site's owner mends all of them in one go."""
    options: dict[str, object] = {
        "clok": "24",
        "posts": "post",
        "timezone": "America/Toronot",
        "window": "01:30-25:00",
        "as_of": "2007-02-30",
        "clock": 13,
        "voice": "I",
        "page_size": 0,
        "glossary": ["a", "b"],
    }

    with pytest.raises(SettingsError) as caught:
        settings_of(options, root)

    assert str(caught.value) == REFUSED


def test_a_docs_dir_that_is_missing_is_told(tmp_path: Path) -> None:
    """Without the option `posts`, the logs are where MkDocs looks for pages."""
    with pytest.raises(SettingsError) as caught:
        settings_of({}, tmp_path)

    assert str(caught.value) == (
        "posts is not set and docs_dir is 'docs', which is no folder; "
        "make the folder, or name the folder of your logs, e.g. posts: posts"
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (True, "clock is 'true'; use 12 or 24"),
        (datetime(2007, 12, 2, 1, 30, tzinfo=UTC), "clock is '2007-12-02T01:30:00+00:00'; use 12 or 24"),
        ({}, "clock is a mapping, not a text; write one value after the colon"),
        (object(), "clock is a thing, not a text; write one value after the colon"),
    ],
)
def test_whatever_yaml_makes_of_a_value_is_told_as_written(root: Path, value: object, message: str) -> None:
    """MkDocs hands over what its own reading of the file gave."""
    with pytest.raises(SettingsError) as caught:
        settings_of({"clock": value}, root, docs_dir="posts")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "window", ["", "01:30", "01:30-01:30", "01:60-02:00", "1.30-7.00", "01:30-07:00-08:00"]
)
def test_a_text_that_is_no_window_is_refused(root: Path, window: str) -> None:
    """A default window counts for every log, so it must mean something."""
    with pytest.raises(SettingsError) as caught:
        settings_of({"window": window}, root, docs_dir="posts")

    assert str(caught.value) == (
        f"window is '{window}', which is no window; write its start and its end, e.g. 01:30-07:00"
    )


def test_the_day_of_the_site_is_the_option_then_the_variable_then_today(root: Path) -> None:
    """The same inputs give the same bytes, on any day."""
    today = date(2026, 11, 23)
    free = settings_of({}, root, docs_dir="posts")
    fixed = settings_of({"as_of": "2007-12-31"}, root, docs_dir="posts")

    assert resolve_as_of(fixed, {"SOURCE_DATE_EPOCH": "0"}, today) == date(2007, 12, 31)
    assert resolve_as_of(free, {"SOURCE_DATE_EPOCH": "1196586000"}, today) == date(2007, 12, 2)
    assert resolve_as_of(free, {"SOURCE_DATE_EPOCH": ""}, today) == today
    assert resolve_as_of(free, {}, today) == today


@pytest.mark.parametrize("epoch", ["yesterday", "1.5", "9" * 30])
def test_a_variable_that_is_no_number_of_seconds_is_refused(root: Path, epoch: str) -> None:
    """Falling back to today would make a build that nobody can repeat."""
    settings = settings_of({}, root, docs_dir="posts")

    with pytest.raises(SettingsError) as caught:
        resolve_as_of(settings, {"SOURCE_DATE_EPOCH": epoch}, date(2026, 11, 23))

    assert str(caught.value) == (
        f"SOURCE_DATE_EPOCH is '{epoch}', which is no number of seconds since 1970; "
        "write whole seconds, e.g. 1196586000, or unset the variable"
    )


SITE = """\
site_name: Nights
site_url: https://example.org/nights/
docs_dir: posts
theme: {name: material}
plugins:
  - search
  - %s
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra: {name: !ENV [WHO, nobody]}
"""


@pytest.mark.parametrize(
    "plugin", ["deploylog", "deploylog: {}", "deploylog:", "deploylog: {enabled: false, clock: }"]
)
def test_a_site_file_is_read_as_mkdocs_reads_it(root: Path, plugin: str) -> None:
    """Tags that only MkDocs understands are no reason to refuse the file."""
    (root / "mkdocs.yml").write_text(SITE % plugin)

    settings = read_settings(root / "mkdocs.yml")

    assert settings == Settings(
        root=root,
        posts=root / "posts",
        glossary=root / "glossary",
        site_name="Nights",
        site_url="https://example.org/nights/",
    )


def test_plugins_may_be_a_mapping(root: Path) -> None:
    """MkDocs takes both forms."""
    (root / "mkdocs.yml").write_text(
        "plugins:\n  search: {}\n  deploylog:\n    posts: posts\n    clock: 12\n"
    )

    assert read_settings(root / "mkdocs.yml").clock == 12


LOCATED = """\
mkdocs.yml:4:5: bad-setting: 'clok' is no option of deploylog
  help: did you mean clock? use one of: as_of, clock, glossary, page_size, posts, templates, timezone, \
voice, window
mkdocs.yml:5:12: bad-setting: posts is 'logs', which is no folder
  help: name a folder, seen from the folder of mkdocs.yml
mkdocs.yml:6:13: bad-setting: window is 'all night', which is no window
  help: write its start and its end, e.g. 01:30-07:00
mkdocs.yml:7:12: bad-setting: as_of is a list, not a text
  help: write one value after the colon"""


def test_faults_of_a_site_file_are_told_with_their_places(tmp_path: Path) -> None:
    """As those of a log are: a name at the name, a value at the value."""
    (tmp_path / "mkdocs.yml").write_text(
        "plugins:\n- search\n- deploylog:\n    clok: 24\n    posts: logs\n"
        "    window: 'all night'\n    as_of: [2007]\n"
    )

    with pytest.raises(LogError) as caught:
        read_settings(tmp_path / "mkdocs.yml", file="mkdocs.yml")

    assert str(caught.value) == LOCATED


def test_a_missing_docs_dir_is_told_at_the_plugin(tmp_path: Path) -> None:
    """There is no value to point at, but there is a place where the option can be added."""
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [deploylog]\n")

    with pytest.raises(LogError) as caught:
        read_settings(tmp_path / "mkdocs.yml", file="mkdocs.yml")

    assert str(caught.value) == (
        "mkdocs.yml:2:11: bad-setting: posts is not set and docs_dir is 'docs', which is no folder\n"
        "  help: make the folder, or name the folder of your logs, e.g. posts: posts"
    )


def test_a_log_belongs_to_the_nearest_site_that_has_the_plugin(root: Path) -> None:
    """Another site's `mkdocs.yml` on the way up, without the plugin, is passed by."""
    (root / "mkdocs.yml").write_text("docs_dir: posts\nplugins: [{deploylog: {clock: 12}}]\n")
    deep = root / "posts" / "2007"
    deep.mkdir()
    (deep / "mkdocs.yml").write_text("site_name: another site\n")
    (root / "posts" / "mkdocs.yml").write_text("site_name: without deploylog\n")

    assert find_settings(deep / "night.yml").root == root
    assert find_settings(deep).clock == 12


def test_places_are_told_as_seen_from_where_the_command_runs(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short name is one to click on."""
    (root / "mkdocs.yml").write_text("docs_dir: posts\nplugins: [{deploylog: {clock: 13}}]\n")
    monkeypatch.chdir(root)

    with pytest.raises(LogError) as caught:
        find_settings(Path("posts/night.yml"))

    assert str(caught.value) == "mkdocs.yml:2:31: bad-setting: clock is '13'\n  help: use 12 or 24"


def test_a_site_file_that_is_no_yaml_is_told_rather_than_passed_by(root: Path) -> None:
    """Otherwise a typing error would quietly turn all options off."""
    (root / "mkdocs.yml").write_text("plugins: [deploylog\n")

    with pytest.raises(LogError) as caught:
        find_settings(root / "posts")

    assert [problem.rule for problem in caught.value.problems] == ["syntax"]


def test_a_folder_of_logs_without_a_site_has_the_defaults(tmp_path: Path) -> None:
    """`deploylog check` and `draft` work on any log, anywhere."""
    settings = find_settings(tmp_path / "night.yml")

    assert settings == Settings(root=tmp_path, posts=tmp_path, glossary=tmp_path / "glossary")


def test_a_folder_that_is_yet_to_come_has_the_defaults(tmp_path: Path) -> None:
    """`deploylog new` may be about to make it."""
    assert find_settings(tmp_path / "posts" / "night.yml").posts == tmp_path / "posts"


@pytest.mark.parametrize(("written", "expected"), [("false", False), ("true", True), ("", True)])
def test_the_file_says_whether_pages_are_folders(root: Path, written: str, expected: bool) -> None:
    """Feeds of an export name the addresses that the site will have."""
    line = f"use_directory_urls: {written}\n" if written else ""
    (root / "mkdocs.yml").write_text(f"site_name: Nights\ndocs_dir: posts\n{line}plugins: [deploylog]\n")

    assert read_settings(root / "mkdocs.yml").directory_urls is expected
