"""A draft becomes a published post only when nothing stands in the way."""

from datetime import date

import pytest

from deploylog import publishing
from deploylog.publishing import Target

DAY = date(2007, 12, 3)


def post(text: str) -> Target:
    return Target(file="posts/2007/night.md", id="2007/night", text=text)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (
            "---\ntitle: T  # mine\ndate: 2007-12-02\ndraft: true\ntags: [a]\n---\n\nTold.\n",
            "---\ntitle: T  # mine\ndate: 2007-12-03\ntags: [a]\n---\n\nTold.\n",
        ),
        ("---\ndraft: true\n---\nTold.\n", "---\ndate: 2007-12-03\n---\nTold.\n"),
        ("---\ntitle: T\n---\nTold.", "---\ndate: 2007-12-03\ntitle: T\n---\nTold."),
        ("---\n---\nTold.\n", "---\ndate: 2007-12-03\n---\nTold.\n"),
        ("Told.\n", "---\ndate: 2007-12-03\n---\n\nTold.\n"),
        (
            "---\r\ndraft: true\r\ndate:\r\n  created: 2007-12-02\r\ntitle: T\r\n---\r\n",
            "---\r\ndate: 2007-12-03\r\ntitle: T\r\n---\r\n",
        ),
        (
            "---\ntitle: T\n---\n\ndraft: true\ndate: x\n",
            "---\ndate: 2007-12-03\ntitle: T\n---\n\ndraft: true\ndate: x\n",
        ),
    ],
)
def test_publishing_sets_the_day_and_clears_draft_and_changes_nothing_else(draft: str, expected: str) -> None:
    """Comments, order, line ends and every word of the text are the author's."""
    assert publishing.published(post(draft), DAY) == expected


def test_what_stands_in_the_way_is_found_all_at_once() -> None:
    """Open questions, marks of a merge and links that lead nowhere, each with its place and remedy."""
    text = (
        "---\ntitle: T\n---\n\n"
        "See [the first try](first.md), [a chart](../charts/a.png) and [nothing](lost.md#top).\n\n"
        "> **Still to tell:** Who decided? (roll back)\n\n"
        "<<<<<<< your text\nOne.\n=======\nTwo.\n>>>>>>> what the log says now\n\n"
        "`[code](nowhere.md)` and [elsewhere](https://example.org/x) and [here](#top).\n"
    )

    found = publishing.obstacles(post(text), {"2007/first.md", "index.md", "charts/a.png"})

    assert "\n".join(map(str, found)) == (
        "posts/2007/night.md:5:63: broken-link: a link leads to 'lost.md#top', where there is nothing\n"
        "  help: write the path from this post to another one's file, such as 2007-12-02-front-end.md\n"
        "posts/2007/night.md:7:1: open-prompt: a question is still open: Who decided? (roll back)\n"
        "  help: answer it in the text, or delete the line if it does not matter\n"
        "posts/2007/night.md:9:1: merge-mark: a merge is unfinished: <<<<<<< your text\n"
        "  help: keep what is right of the two sides and delete the marks\n"
        "posts/2007/night.md:13:1: merge-mark: a merge is unfinished: >>>>>>> what the log says now\n"
        "  help: keep what is right of the two sides and delete the marks"
    )


def test_a_finished_post_has_nothing_in_its_way() -> None:
    """A heading underlined with equals signs is no mark of a merge."""
    assert publishing.obstacles(post("Title\n=======\n\nTold.\n"), set()) == []
