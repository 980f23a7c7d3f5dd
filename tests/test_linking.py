"""Terms are linked where a page first mentions them, and nowhere else."""

import re
import time

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylog.glossary import Glossary, TermFile, glossary_of
from deploylog.linking import link_terms
from deploylog.model import Term
from deploylog.templates import md

TERMS = (
    Term(slug="deployment", term="deployment", aliases=("roll-out",), short="Putting a version in place."),
    Term(slug="window", term="deployment window", aliases=("window",), short="The time that was granted."),
    Term(slug="landing-test", term="landing test", short="The client's test."),
    Term(slug="sanity-test", term="sanity test", short="The team's own test."),
    Term(slug="go-no-go", term="go/no-go", plural="go/no-go calls", short="The call that decides."),
    Term(slug="dba", term="DBA", aliases=("database administrator",), short="Looks after the database."),
    Term(slug="load-balancer", term="load balancer", short="One address for many servers."),
    Term(slug="rollback", term="rollback", aliases=("backout",), short="Going back."),
    Term(slug="recovery", term="recovery", short="Being back."),
    Term(slug="patch", term="patch", short="A small change."),
    Term(slug="show-stopper", term="show stopper", short="A fault that ends the night."),
    Term(slug="qa", term="QA", short="Those who test."),
    Term(slug="cpp", term="C++", short="A language."),
    Term(slug="dotnet", term=".NET", short="A platform."),
)


def glossary(*terms: Term) -> Glossary:
    return glossary_of(TermFile(term=term, file=f"glossary/{term.slug}.md", places={}) for term in terms)


GLOSSARY = glossary(*TERMS)

LINK = re.compile(r'\[([^\[\]]*)\]\(glossary/([a-z-]+)\.md "[^"]*"\)(?:\{ \.term \})?')
"""A link that was added; the tests' texts hold none of their own."""


def found(text: str) -> list[tuple[str, str]]:
    """List the links in a text: the linked words and the term."""
    return LINK.findall(link_terms(text, GLOSSARY, "night.md").markdown)


FORMS = [
    ("the deployment began", "deployment", "deployment"),
    ("Deployment began", "Deployment", "deployment"),
    ("DEPLOYMENT!", "DEPLOYMENT", "deployment"),
    ("two deployments", "deployments", "deployment"),
    ("the deployment's end", "deployment", "deployment"),
    ("the deployment’s end", "deployment", "deployment"),
    ("(deployment)", "deployment", "deployment"),
    ("“deployment”", "deployment", "deployment"),
    ('"deployment"', "deployment", "deployment"),
    ("deployment, then", "deployment", "deployment"),
    ("the deployment.", "deployment", "deployment"),
    ("deployment: done", "deployment", "deployment"),
    ("deployment", "deployment", "deployment"),
    ("*deployment*", "deployment", "deployment"),
    ("**deployment**", "deployment", "deployment"),
    ("_deployment_", "deployment", "deployment"),
    ("__deployment__", "deployment", "deployment"),
    ("<b>deployment</b>", "deployment", "deployment"),
    ("deployment/other", "deployment", "deployment"),
    ("night--deployment", "deployment", "deployment"),
    ("night – deployment", "deployment", "deployment"),
    ("deployment(s)", "deployment", "deployment"),
    ("- deployment", "deployment", "deployment"),
    ("* a\n* deployment", "deployment", "deployment"),
    ("1. deployment", "deployment", "deployment"),
    ("text\n- a\n- deployment", "deployment", "deployment"),
    ("- a\n\n    deployment in the item", "deployment", "deployment"),
    ("- a\n    - b\n\n        deployment in the inner item", "deployment", "deployment"),
    ("!!! note\n    deployment in a note", "deployment", "deployment"),
    ("Night\n:   deployment in a definition", "deployment", "deployment"),
    ("text[^1]\n\n[^1]: deployment in a footnote", "deployment", "deployment"),
    ("a [sic] deployment", "deployment", "deployment"),
    ("a [sic] [x](y.md) deployment", "deployment", "deployment"),
    ("[the deployment was late]", "deployment", "deployment"),
    ("`x` deployment `y`", "deployment", "deployment"),
    ("one ` deployment", "deployment", "deployment"),
    ("<br>deployment", "deployment", "deployment"),
    ("<div>deployment</div>\ndeployment", "deployment", "deployment"),
    ("<!-- more -->\n\ndeployment", "deployment", "deployment"),
    ("the roll-out", "roll-out", "deployment"),
    ("the roll out", "roll out", "deployment"),
    ("two roll-outs", "roll-outs", "deployment"),
    ("the deployment window", "deployment window", "window"),
    ("the deployment windows", "deployment windows", "window"),
    ("the window", "window", "window"),
    ("a landing test", "landing test", "landing-test"),
    ("a landing\ntest", "landing\ntest", "landing-test"),
    ("- a landing\n  test", "landing\n  test", "landing-test"),
    ("a landing\r\ntest", "landing\r\ntest", "landing-test"),
    ("a landing-test result", "landing-test", "landing-test"),
    ("Landing Tests", "Landing Tests", "landing-test"),
    ("the go/no-go call", "go/no-go", "go-no-go"),
    ("both go/no-go calls", "go/no-go calls", "go-no-go"),
    ("the go&#47;no&#45;go", "go&#47;no&#45;go", "go-no-go"),
    ("the go\\/no\\-go", "go\\/no\\-go", "go-no-go"),
    ("&#40;deployment&#41;", "deployment", "deployment"),
    ("our DBAs", "DBAs", "dba"),
    ("the dba", "dba", "dba"),
    ("database administrators", "database administrators", "dba"),
    ("load&nbsp;balancer", "load&nbsp;balancer", "load-balancer"),
    ("three recoveries", "recoveries", "recovery"),
    ("two patches", "patches", "patch"),
    ("backouts", "backouts", "rollback"),
    ("ask QA first", "QA", "qa"),
    ("in C++.", "C++", "cpp"),
    ("C&#43;&#43; and", "C&#43;&#43;", "cpp"),
    ("a .NET app", ".NET", "dotnet"),
]


@pytest.mark.parametrize(("text", "words", "slug"), FORMS)
def test_a_term_is_found_in_any_form(text: str, words: str, slug: str) -> None:
    """Nobody writes for a glossary; it has to meet the words where they stand."""
    assert found(text) == [(words, slug)]


TRAPS = [
    "redeployment",
    "the windowed view",
    "a window-pane",
    "a pre-deployment check",
    "deployment_id",
    "my_deployment",
    "two go/no-gos",
    "landing, test",
    "landing\n\ntest",
    "they qa it",
    "C++11",
    "window()",
    "deployment.yml",
    "app.deployment",
    "etc/deployment/window",
    "/deployment",
    "./deployment",
    "posts/deployment.md",
    "C:\\deployment\\x",
    "https://example.org/deployment",
    "https&#58;&#47;&#47;example&#46;org&#47;deployment",
    "www.deployment.example",
    "dba@example.org",
    "@dba",
    "#deployment",
    "$window",
    "--window 5",
    "window=5",
    ":material-window:",
    "`deployment`",
    "`` a ` deployment ``",
    "`a\ndeployment`",
    "```\ndeployment\n```",
    "~~~ text\ndeployment\n\nwindow\n~~~",
    "- a\n\n    ```\n    deployment\n    ```",
    "```\ndeployment never closed",
    "    deployment",
    "text\n\n\tdeployment",
    "- a\n\n        deployment",
    "# deployment",
    "### deployment ###",
    "#deployment without a space",
    "deployment\n===",
    "deployment\n---",
    "text\ndeployment\n-----\n",
    "[deployment](x.md)",
    "[the **deployment** of](x.md 'title')",
    "[x](deployment.md)",
    '[x](y.md "deployment")',
    "[x](<a (deployment)>)",
    "[x](a(deployment)b)",
    "![deployment](x.png)",
    "[![deployment](x.png)](y.md)",
    "[deployment][ref]\n\n[ref]: x.md",
    "[x][deployment]",
    "[sic][x](deployment)",
    "[deployment] [ref]\n\n[ref]: x.md",
    "[deployment]\n\n[Deployment]: x.md",
    '[ref]: x.md "deployment"',
    "[ref]:\n    deployment.md",
    "text[^deployment]",
    "<https://example.org/a?deployment>",
    "<dba@example.org>",
    '<a href="deployment">deployment</a>',
    '<b title="the deployment">x</b>',
    "text <code>deployment</code>",
    "text <kbd>window</kbd>",
    "text <span\ntitle='deployment'>x</span>",
    "<!-- deployment -->",
    "text <!-- deployment\nwindow --> text",
    "<!--\n\ndeployment\n\n-->",
    '<figure class="chart">\n<svg><title>deployment</title>\n<text>window</text></svg>\n</figure>',
    "<details>\n<summary>deployment</summary>\n\ndeployment\n\n</details>",
    '<div class="facts" markdown>\n\ndeployment\n\n<div>x</div>\n\n| deployment |\n\n</div>',
    "<table><tr><td>deployment</td></tr></table>",
    "<style>\n.deployment {}\n\nwindow\n</style>",
    "<script>\nlet deployment\n</script>",
    "<p>deployment",
    "<div>\n\ndeployment, never closed",
    "<!-- x --> deployment",
    "text\n- a\n    - b\n\n        deployment, which MkDocs takes for code",
    "> a quote\n<details>\n\ndeployment\n\n</details>",
    "text ```\ndeployment\n``` text",
    "</a> deployment | x\n--- | ---\nwindow | y",
    "> deployment",
    "text\n> deployment\nand on, window",
    "  > deployment",
    "- > deployment",
    "| deployment |\n|---|\n| window |",
    "deployment | x\n--- | ---\nwindow | y",
    "text\n\n|deployment|x|\n|:-:|--:|\n|window|y|",
    "---\ntitle: deployment\n---\n",
    "\ufeff---\ntitle: deployment\n---\n",
    "*[deployment]: something",
    '!!! note "deployment"',
    '=== "deployment"',
    "text {: .deployment }",
    "text {deployment}",
    "{{ deployment }}",
    "{% if deployment %}",
    '--8<-- "deployment"',
    "!deployment",
]


@pytest.mark.parametrize("text", TRAPS)
def test_nothing_is_found_where_no_prose_is(text: str) -> None:
    """A link in code, a heading or another link breaks the page; one in half a word makes it silly."""
    linked = link_terms(text, GLOSSARY, "night.md")

    assert linked.markdown == text
    assert linked.mentions == {}


def test_there_are_as_many_forms_and_traps_as_were_asked_for() -> None:
    """60 and 40."""
    assert len(FORMS) >= 60
    assert len(TRAPS) >= 40


PAGE = """\
---
title: A deployment
---
# The deployment

The window opened, and the deployment
began. `DBA`: the **DBA** ran it.

> The landing test, they said.

The deployment kept to the window; the landing test passed.
"""

LINKED = """\
---
title: A deployment
---
# The deployment

The [window](../glossary/window.md "The time that was granted."){ .term } opened, and the \
[deployment](../glossary/deployment.md "Putting a version in place."){ .term }
began. `DBA`: the **[DBA](../glossary/dba.md "Looks after the database."){ .term }** ran it.

> The landing test, they said.

The deployment kept to the window; the [landing test](../glossary/landing-test.md \
"The client&#39;s test."){ .term } passed.
"""


def test_each_term_is_linked_once_and_counted_always() -> None:
    """A reader needs the definition once; a term's page counts how often it is used."""
    linked = link_terms(PAGE, GLOSSARY, "2007/night.md")

    assert linked.markdown == LINKED
    assert linked.mentions == {"window": 2, "deployment": 2, "dba": 1, "landing-test": 1}
    assert linked.mentioned == ("window", "deployment", "dba", "landing-test")


def test_a_terms_own_page_does_not_link_to_itself() -> None:
    """A link to where one is already leads nowhere; the other terms are linked."""
    linked = link_terms("A window is for a deployment.", GLOSSARY, "glossary/window.md")

    assert linked.markdown == (
        'A window is for a [deployment](deployment.md "Putting a version in place."){ .term }.'
    )
    assert linked.mentioned == ("deployment",)


def test_an_authors_own_link_to_a_term_is_its_first_mention() -> None:
    """Otherwise a told post would show two links to one page."""
    text = "See [what it is](../glossary/deployment.md#more), then the deployment."

    linked = link_terms(text, GLOSSARY, "2007/night.md")

    assert linked.markdown == text
    assert linked.mentions == {"deployment": 2}


def test_braces_after_a_term_stay_braces() -> None:
    """Markdown takes a class and all up to the last brace of the line for one list of attributes."""
    text = "The deployment of {name} went well."

    linked = link_terms(text, GLOSSARY, "night.md").markdown

    assert markdown.markdown(linked, extensions=EXTENSIONS) == (
        '<p>The <a href="glossary/deployment.md" title="Putting a version in place.">deployment</a> '
        "of {name} went well.</p>"
    )


def test_a_page_without_a_glossary_stays_as_it_is() -> None:
    """A site need not have one."""
    assert link_terms(PAGE, Glossary(), "night.md").markdown == PAGE


NASTY = 'A "quote", <b>tags</b>, `code`, [link](x), \\ and {: .x } *stars* & more) "'

EXTENSIONS = [
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "fenced_code",
    "admonition",
    "abbr",
]


def test_a_definition_shows_as_its_author_wrote_it() -> None:
    """Whatever stands in it, it can neither end the tooltip nor become markup."""
    terms = glossary(Term(slug="x", term="thing", short=NASTY))

    html = markdown.markdown(link_terms("A thing.", terms, "night.md").markdown, extensions=EXTENSIONS)

    shown = re.search('title="([^"]*)"', html)
    assert shown is not None
    assert html.replace(shown[0], "T") == '<p>A <a class="term" href="glossary/x.md" T>thing</a>.</p>'
    assert re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), shown[1]) == NASTY


SNIPPETS = [
    *(text for text, _, _ in FORMS),
    *TRAPS,
    *(
        "the",
        "and",
        " ",
        "\n",
        "\n\n",
        "    ",
        "`",
        "```\n",
        "*",
        "[",
        "]",
        "(",
        ")",
        "<",
        ">",
        "&#45;",
        "\\",
        "|",
    ),
    *(
        "- ",
        "> ",
        "# ",
        "<div>",
        "</div>",
        "<b>",
        "</a>",
        "<!--",
        "-->",
        "{",
        "}",
        "---\n",
        "\r\n",
        "\t",
        "~~~\n",
    ),
]
TEXTS = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=8), max_size=12).map("".join)


@given(TEXTS)
def test_taking_the_links_away_gives_the_text_back(text: str) -> None:
    """Not one character of an author's is changed, lost or moved."""
    linked = link_terms(text, GLOSSARY, "night.md").markdown

    assert LINK.sub(r"\1", linked) == text


SPACED = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=8), max_size=12).map(" ".join)


@given(SPACED)
def test_linking_what_is_linked_changes_nothing(text: str) -> None:
    """A text that goes through twice has its links once, and the same mentions."""
    once = link_terms(text, GLOSSARY, "night.md")

    again = link_terms(once.markdown, GLOSSARY, "night.md")

    assert again.markdown == once.markdown
    assert dict(again.mentions) == dict(once.mentions)


WORDS = st.sampled_from(
    [words for _, words, _ in FORMS] + ["the", "was", "at 01:30,", "*", "_x_", "<", "&", "#1"]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4))
def test_a_page_reads_the_same_with_its_links(paragraphs: list[str]) -> None:
    """As a browser shows it, a page of log text gains links and loses nothing."""
    text = "\n\n".join(str(md(paragraph)) for paragraph in paragraphs)

    with_links = markdown.markdown(link_terms(text, GLOSSARY, "night.md").markdown, extensions=EXTENSIONS)

    assert re.sub(r'<a class="term"[^>]*>([^<]*)</a>', r"\1", with_links) == markdown.markdown(text)


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[x](",
        '[x]("',
        "<a ",
        "<a>",
        "<div>",
        "<x>\n",
        "`",
        "`` `",
        "{{",
        "{%",
        "<!--",
        "&#",
        "- ",
        "|-|\n",
        '<a "',
        "deployment/",
        "\\[",
        "[a]: bSPACESx",
        "[a]:SPACES",
        "|-SPACESx",
        "x|\n-|SPACESx",
        "a landingSPACESx",
        "<a SPACES",
        "[a](SPACES",
        "-SPACESx",
    ],
)
def test_a_text_made_to_be_slow_is_not(part: str) -> None:
    """A file may be a mebibyte long; a tenth of one is enough to tell whether time grows with its square."""
    text = part.replace("SPACES", " " * 100_000) if "SPACES" in part else part * (100_000 // len(part))
    started = time.process_time()

    link_terms(text, GLOSSARY, "night.md")

    assert time.process_time() - started < 20
