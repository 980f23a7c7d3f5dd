"""Posts that an author writes are read as MkDocs reads them, and faults in their front matter are located."""

import time
from datetime import date
from pathlib import Path

import pytest

from deploylog.model import Post
from deploylog.posts import heading, read_post
from deploylog.problems import LogError

PLAIN = """\
---
date: 2007-09-18
title: "What this blog is for"
tags: [about, 2007]
authors:
  - anna
categories: Notes
description: Why we tell our nights.
draft: true
hide: [navigation]
search: {exclude: true, boost: 2}
comment: yes, "quoted"
version: "1.10"
seen: 2007-02-30
---
Once a month we *deploy*.
"""


def read(folder: Path, text: str, name: str = "night") -> Post:
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8", newline="")
    return read_post(path, id=f"2007/{name}", file=f"posts/2007/{name}.md")


def problems(folder: Path, text: str) -> str:
    with pytest.raises(LogError) as caught:
        read(folder, text)
    return str(caught.value)


def test_a_plain_post_is_read_whole(tmp_path: Path) -> None:
    """Keys that deploylog gives no meaning to reach the theme as MkDocs would have read them."""
    assert read(tmp_path, PLAIN) == Post(
        id="2007/night",
        title="What this blog is for",
        date=date(2007, 9, 18),
        tags=("about", "2007"),
        authors=("anna",),
        description="Why we tell our nights.",
        draft=True,
        body="Once a month we *deploy*.\n",
        meta={
            "hide": ["navigation"],
            "search": {"exclude": True, "boost": 2},
            "comment": 'yes, "quoted"',
            "version": "1.10",
            "seen": "2007-02-30",
            "categories": ["Notes"],
        },
    )


@pytest.mark.parametrize(
    "front", ["", "---\n---\n", "---\n\n---\n", "---\ntitle:\n---\n", "\ufeff---\n# a comment\n...\n"]
)
def test_a_told_post_needs_no_front_matter(tmp_path: Path, front: str) -> None:
    """Its log says everything; only the prose is the author's."""
    assert read(tmp_path, front + "It went well.\n") == Post(
        id="2007/night", title="night", body="It went well.\n"
    )


def test_a_post_keeps_its_line_ends(tmp_path: Path) -> None:
    """What an editor on another system wrote is not rewritten."""
    assert read(tmp_path, "---\r\ntitle: A night\r\n---\r\nOne.\r\nTwo.\r\n").body == "One.\r\nTwo.\r\n"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2007-12-02", date(2007, 12, 2)),
        ("'2007-12-02'", date(2007, 12, 2)),
        ("2007-12-02 09:00", date(2007, 12, 2)),
        ("2007-12-02T09:00:00-05:00", date(2007, 12, 2)),
        ("{created: 2007-12-02}", date(2007, 12, 2)),
    ],
)
def test_a_date_is_read_in_every_form_that_the_blog_plugin_takes(
    tmp_path: Path, written: str, day: date
) -> None:
    """Posts written for that plugin need no change."""
    assert read(tmp_path, f"---\ndate: {written}\n---\n").date == day


def test_the_day_of_the_last_change_is_passed_on(tmp_path: Path) -> None:
    """A theme may show it."""
    post = read(tmp_path, "---\ndate: {created: 2007-12-02, updated: 2007-12-05}\n---\n")

    assert post.date == date(2007, 12, 2)
    assert post.meta == {"updated": date(2007, 12, 5)}


BAD = """\
posts/2007/night.md:2:7: bad-front-matter: date is '2007-02-30', which is no day
  help: write year, month and day, e.g. 2007-12-02
posts/2007/night.md:3:12: bad-front-matter: tags holds 'C++', which is no tag
  help: write lower-case letters, digits, spaces, '.', '_' and '-'; begin with a letter or digit
posts/2007/night.md:3:17: bad-front-matter: tags holds a mapping, not only texts
  help: write tags: [one, two]
posts/2007/night.md:4:1: bad-front-matter: slug would give the post a second address
  help: remove the line; to move the post, rename its file
posts/2007/night.md:5:8: bad-front-matter: draft is 'perhaps'
  help: write true or false
posts/2007/night.md:6:8: bad-front-matter: title is a list, not a text
  help: write one text after the colon"""


def test_everything_wrong_with_a_post_is_told_at_once(tmp_path: Path) -> None:
    """Each at its place in the file."""
    text = "---\ndate: 2007-02-30\ntags: [ok, C++, {a: b}]\nslug: ../../x\ndraft: perhaps\ntitle: [a]\n---\n"

    assert problems(tmp_path, text) == BAD


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("yesterday", "2:7: bad-front-matter: date is 'yesterday', which is no day"),
        ("[2007-12-02]", "2:7: bad-front-matter: date is a list, which is no day"),
        ("{created: soon}", "2:17: bad-front-matter: date.created is 'soon', which is no day"),
    ],
)
def test_a_date_that_is_no_day_is_refused(tmp_path: Path, written: str, problem: str) -> None:
    """A post without its day would stand nowhere in the archive."""
    assert problems(tmp_path, f"---\ndate: {written}\n---\n") == (
        f"posts/2007/night.md:{problem}\n  help: write year, month and day, e.g. 2007-12-02"
    )


@pytest.mark.parametrize("key", ["date", "title", "tags", "draft", "hide"])
def test_a_value_that_repeats_another_is_told_once(tmp_path: Path, key: str) -> None:
    """YAML's aliases are refused as such, whatever the key would have taken."""
    column = len(key) + 3

    assert problems(tmp_path, f"---\n{key}: *other\n---\n") == (
        f"posts/2007/night.md:2:{column}: alias: '*other' repeats a value from elsewhere\n"
        "  help: write the value out"
    )


def test_front_matter_that_is_nothing_but_an_alias_is_told_as_that(tmp_path: Path) -> None:
    """What was refused is not called something else as well."""
    assert problems(tmp_path, "---\n*other\n---\n") == (
        "posts/2007/night.md:2:1: alias: '*other' repeats a value from elsewhere\n  help: write the value out"
    )


def test_a_date_in_parts_needs_the_day_it_was_written(tmp_path: Path) -> None:
    """The day of a change alone does not say when it was posted."""
    assert problems(tmp_path, "---\ndate: {updated: 2007-12-02}\n---\n") == (
        "posts/2007/night.md:2:7: bad-front-matter: date has no created\n"
        "  help: write date: {created: 2007-12-02}"
    )


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    """A file saved in an old encoding says which byte and what to do."""
    path = tmp_path / "x.md"
    path.write_bytes(b"one\ncaf\xe9\n")

    with pytest.raises(LogError) as caught:
        read_post(path, id="x", file="posts/x.md")

    assert str(caught.value) == (
        "posts/x.md:2:4: not-utf8: byte 0xe9 is not UTF-8\n  help: save the file with the encoding UTF-8"
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("# A night\n", "A night"),
        ("text\n\n# A night #\n\n# Another\n", "A night"),
        ("A night\n=======\n", "A night"),
        ("# A `quick` *night*, [told](x.md) { #night }\n", "A quick night, told"),
        ("# The &#34;go&#47;no&#45;go&#34; \\* night\n", 'The "go/no-go" * night'),
        ("```\n# a comment\n```\n\n# A night\n", "A night"),
        ("~~~ sh\n# a comment\n~~~\n", ""),
        ("## Not the first level\n", ""),
        ("#hashtag\n", ""),
        ("    # in code\n", ""),
        ("# On C#\n", "On C#"),
    ],
)
def test_the_first_heading_gives_a_post_its_title(body: str, words: str) -> None:
    """What stands on the page stands in the lists, too: as words, not as markup."""
    assert heading(body) == words


@pytest.mark.parametrize(
    "body", ["aSPACESb\n", "# aSPACES{b\n", "# a##SPACESb\n", "```SPACESx\n", "# [SPACES\n"]
)
def test_a_heading_made_to_be_slow_is_not(body: str) -> None:
    """A file may hold a mebibyte of spaces."""
    started = time.process_time()

    heading(body.replace("SPACES", " " * 100_000))

    assert time.process_time() - started < 20
