"""Options are checked all at once, and an author is told how to mend each."""

from datetime import date
from pathlib import Path

import pytest

from deploylog.model import Voice
from deploylog.settings import Settings, SettingsError, resolve_as_of, settings_of


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
clok is no option of deploylog; did you mean clock? use one of: as_of, clock, glossary, page_size, posts, \
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
