"""Every rule that a problem can name has a page, and every page is true."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from deploylog.logs import read_log_text
from deploylog.problems import LogError

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "generator" / "deploylog"
PAGES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs" / "rules").glob("*.md"))
}
BASE = {"title": "A night", "date": "2007-12-02", "outcome": "scheduled", "timezone": "America/Toronto"}
RULE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@cache
def parsed() -> dict[Path, list[ast.AST]]:
    """Give every part of each module."""
    modules = PACKAGE.rglob("*.py")
    return {path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in modules}


def rules_in_use(*folders: str) -> set[str]:
    """Find every text that these parts of the package give to a parameter, field or constant `rule`."""
    trees = parsed()
    places: dict[str, set[int]] = {}
    for tree in trees.values():
        for name, place in chain.from_iterable(map(parameters_called_rule, tree)):
            places.setdefault(name, set()).add(place)
    parts = (tree for path, tree in trees.items() if not folders or path.parent.name in folders)
    handed = chain.from_iterable(handed_over(node, places) for tree in parts for node in tree)
    return {text for value in handed for text in texts(value) if RULE.fullmatch(text)}


def parameters_called_rule(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Give functions and classes that take a rule, and the place at which they take it."""
    if isinstance(node, ast.FunctionDef):
        names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
        if "rule" in names:
            yield node.name, names.index("rule")
    if isinstance(node, ast.ClassDef):
        fields = [
            part.target.id
            for part in node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        ]
        if "rule" in fields:
            yield node.name, fields.index("rule")
        for part in node.body:
            if isinstance(part, ast.FunctionDef) and part.name == "__init__":
                yield from ((node.name, place) for _, place in parameters_called_rule(part))


def handed_over(node: ast.AST, places: dict[str, set[int]]) -> Iterator[ast.expr]:
    """Give what a call, a constant or a default hands over as a rule."""
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        yield from (node.args[place] for place in places.get(called, ()) if place < len(node.args))
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "rule")
    if isinstance(node, ast.Assign) and any(
        getattr(target, "id", "") in ("RULE", "_RULE") for target in node.targets
    ):
        yield node.value
    if isinstance(node, ast.arguments):
        given = [*node.posonlyargs, *node.args]
        with_default = given[len(given) - len(node.defaults) :]
        yield from (
            value
            for argument, value in zip(with_default, node.defaults, strict=True)
            if argument.arg == "rule"
        )


def texts(value: ast.expr) -> Iterator[str]:
    """Give every text that an expression may come to."""
    if isinstance(value, ast.IfExp):
        yield from chain(texts(value.body), texts(value.orelse))
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    """A message names its rule, so that its page can be looked up."""
    assert sorted(rules_in_use()) == sorted(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_headed_by_its_rule(name: str) -> None:
    """Pages are short and all alike."""
    assert PAGES[name].startswith(f"# {name}\n\n")
    assert PAGES[name].count("\n") < 60


def of_logs(name: str) -> bool:
    """Tell whether a page shows what is wrong with a log as the reader of logs refuses it."""
    wrong = PAGES[name].partition("## Wrong\n")[2].partition("\n## ")[0]
    return "```yaml\n" in wrong and "```text\n" in wrong


READER = sorted(filter(of_logs, PAGES))


def test_every_rule_of_the_reader_of_logs_that_shows_its_message_is_tried() -> None:
    """Those below are found by their pages, which is quicker than by the sources."""
    used = rules_in_use("logs", "yamltree")

    assert {name for name in used if "```text\n" in PAGES[name].partition("## Wrong\n")[2]} <= {*READER}


def example(name: str, heading: str, language: str = "yaml") -> str:
    """Give the code block under a heading of a page, as a whole log if it is a part of one."""
    section = PAGES[name].partition(f"## {heading}\n")[2].partition("\n## ")[0]
    block = section.partition(f"```{language}\n")[2].partition("```")[0]
    if language == "text":
        return block
    return block + "".join(
        f"{key}: {value}\n" for key, value in BASE.items() if not re.search(rf"^{key}:", block, re.MULTILINE)
    )


@pytest.mark.parametrize("name", READER)
def test_what_a_page_calls_wrong_is_refused_in_its_words(name: str) -> None:
    """Documentation that nobody runs goes stale."""
    with pytest.raises(LogError) as caught:
        read_log_text(example(name, "Wrong"), file="posts/night.yml", id="night")

    assert f"{caught.value}\n" == example(name, "Wrong", "text")
    assert {problem.rule for problem in caught.value.problems} == {name}


@pytest.mark.parametrize("name", READER)
def test_what_a_page_calls_right_is_read(name: str) -> None:
    """An author who follows the page is done."""
    assert read_log_text(example(name, "Right"), file="posts/night.yml", id="night").deployment.id == "night"
