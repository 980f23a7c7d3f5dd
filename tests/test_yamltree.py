"""YAML as texts with places: what is read, what is refused, and that nothing brings the parser down."""

import time

import pytest
import yaml

from deploylog.yamltree import Mapping, Node, Refused, Scalar, Sequence, composing, read_tree

LOADERS = {"libyaml": yaml.CBaseLoader, "pure Python": yaml.BaseLoader}


@pytest.fixture(params=LOADERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with libyaml and, as on a machine without it, with PyYAML's own parser."""
    monkeypatch.setattr(composing, "_LOADER", LOADERS[request.param])
    return str(request.param)


def plain(node: Node | None) -> object:
    """Give a tree as texts, lists and mappings; what was refused as `...`."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}
        case Refused():
            return ...
    return None


def problems(text: str, **options: bool) -> str:
    return "\n".join(map(str, read_tree(text, "f", **options).problems))


@pytest.mark.usefixtures("parser")
def test_every_value_is_the_text_that_was_written() -> None:
    """YAML's types would change versions, times and the word NO."""
    text = "{a: NO, b: 1.10, c: 10:05, d: 2007-12-02, e: ~, f: , g: '', h: [0x1F, \"q\\n\"], i: {j: null}}"

    assert plain(read_tree(text, "f").root) == {
        "a": "NO",
        "b": "1.10",
        "c": "10:05",
        "d": "2007-12-02",
        "e": "~",
        "f": "",
        "g": "",
        "h": ["0x1F", "q\n"],
        "i": {"j": "null"},
    }


@pytest.mark.usefixtures("parser")
def test_every_node_knows_its_place() -> None:
    """Lines and columns count characters from 1, whatever stands before."""
    root = read_tree("\ufeffé: é\nb:\n  - 'x'\n  - {c: d}\n", "f").root

    assert isinstance(root, Mapping)
    assert root.entries["é"] == Scalar("é", 1, 4, plain=True)
    inner = root.entries["b"]
    assert isinstance(inner, Sequence)
    assert inner.items[0] == Scalar("x", 3, 5, plain=False)
    assert (inner.items[1].line, inner.items[1].column) == (4, 5)
    assert root.keys["b"] == Scalar("b", 2, 1, plain=True)


def test_front_matter_counts_from_its_own_line() -> None:
    """A problem in front matter is placed in the whole file."""
    tree = read_tree("a: 1\na: 2\n", "f", line=2)

    assert [str(problem) for problem in tree.problems] == [
        "f:3:1: duplicate-key: 'a' stands here a second time; the first is in line 2\n"
        "  help: keep one of the two"
    ]


@pytest.mark.usefixtures("parser")
def test_faults_that_leave_the_rest_readable_are_collected() -> None:
    """An author sees all of them in one run."""
    tree = read_tree('a: &x 1\nb: *x\nc: !t 2\na: 3\n? [d]\n: e\nf: "\\0"\ng: h\n', "f")

    assert plain(tree.root) == {"a": "1", "b": ..., "c": "2", "f": ..., "g": "h"}
    assert tree.complete
    assert [(p.line, p.column, p.rule) for p in tree.problems] == [
        (1, 4, "alias"),
        (2, 4, "alias"),
        (3, 4, "tag"),
        (4, 1, "duplicate-key"),
        (5, 3, "wrong-type"),
        (7, 4, "bad-character"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "why: the back end: slow",
            "f:1:18: syntax: this is not YAML: mapping values are not allowed in this context\n"
            "  help: put a text that holds `: ` into quotes",
        ),
        (
            "a: b\nc: 'open\nd: e\n",
            "f:2:4: syntax: this is not YAML: while scanning a quoted scalar: "
            "found unexpected end of stream\n"
            "  help: close the quote or bracket that was opened",
        ),
        (
            "a:\n\tb: c\n",
            "f:2:1: syntax: this is not YAML: while scanning for the next token: "
            "found character that cannot start any token\n"
            "  help: indent with spaces, and put a text that begins so into quotes",
        ),
        (
            "a: b\n---\nc: d\n",
            "f:2:1: second-document: a second document begins here\n"
            "  help: a file holds one document: remove the line `---`, or give the second a file of its own",
        ),
    ],
    ids=["a colon in a text", "an open quote", "a tab", "two documents"],
)
def test_what_ends_the_reading_is_told_with_its_place(text: str, message: str) -> None:
    """The parser's words are kept, for they can be searched for; the help is ours."""
    assert problems(text) == message


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_is_refused_long_before_it_can_crash(opening: str) -> None:
    """PyYAML's C loader overruns the stack at 25,000 levels: the whole process dies."""
    began = time.process_time()
    tree = read_tree(opening * 50_000, "f")

    assert [problem.rule for problem in tree.problems] == ["too-deep"]
    assert time.process_time() - began < 20


def test_thirty_two_levels_are_read() -> None:
    """The limit is what the documentation says, no less."""
    assert not read_tree("[" * 32 + "]" * 32, "f").problems
    assert problems("[" * 33 + "]" * 33) == (
        "f:1:33: too-deep: lists and mappings stand more than 32 levels deep in each other\n"
        "  help: a log needs no more than 6 levels; look for brackets that are never closed"
    )


@pytest.mark.unmeasured
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("text", ["[" + "a," * 400_000 + "]", "-\n" * 200_000])
def test_a_flood_of_values_is_refused_quickly(text: str) -> None:
    """A file within the size limit can still hold half a million values."""
    assert [problem.rule for problem in read_tree(text, "f").problems] == ["too-large"]


@pytest.mark.unmeasured
@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "# only a comment",
        "---",
        '"\\U00110000"',
        "%YAML 9.9\n--- a",
        "a: !",
        "*",
        "&",
        "a" * 1_000_000,
    ],
)
def test_odd_texts_end_in_a_tree_or_a_problem(text: str) -> None:
    """No exception of the parser's gets through, whichever parser it is."""
    tree = read_tree(text, "f")

    assert tree.complete or tree.problems


def test_a_text_of_more_than_a_mebibyte_is_refused() -> None:
    """The limit of a file holds for text from elsewhere too."""
    assert problems("a" * (1 + (1 << 20))) == (
        "f:1:1: too-large: the file is larger than 1 MiB\n"
        "  help: a log tells one night; give each night a file of its own"
    )


def test_the_file_of_another_tool_is_read_by_that_tools_rules() -> None:
    """`mkdocs.yml` may hold tags, aliases and repeated keys; a circle of aliases is cut."""
    text = "a: !ENV [X, &y z]\nb: *y\nb: &c [1, *c]\nd: !!python/name:x.y ''\ne: *c\n"
    tree = read_tree(text, "f", foreign=True)

    assert not tree.problems
    assert plain(tree.root) == {"a": ["X", "z"], "b": ["1", ...], "d": "", "e": ["1", ...]}
