"""Files of kinds that are no log are refused with what they are, and what to import instead."""

import pytest

from deploylog.importers import detect, from_bytes
from deploylog.importers.detecting import unclear
from deploylog.problems import LogError

READ = "`deploylog formats` lists what is read"
UNKNOWN = f"is it what one of the systems exported? {READ}, `--format` insists on one"
ASK = "export it as JSON: `kubectl get -o json`, `helm history -o json`; "


@pytest.mark.parametrize(
    ("file", "content", "said", "advice"),
    [
        ("night.txt", "\n\n", "empty: the file is empty", "is it the right one, and was it saved?"),
        (
            "console.txt",
            "<!DOCTYPE html>\n<html><body><pre>22:00 deploy started</pre></body></html>\n",
            "unknown-format: this is a web page, not a log",
            f"copy its text into a file, or save the log or the JSON behind it; {READ}",
        ),
        (
            "pom.xml",
            '<?xml version="1.0"?>\n<project/>\n',
            "unknown-format: this is XML, which no importer reads",
            f"export it as JSON or as text; {READ}",
        ),
        (
            "package.json",
            '{"name": "shop", "version": "1", "scripts": {}, "a": 1, "b": 2, "c": 3, "d": 4}',
            "unknown-format: no importer knows the records of this JSON: they have `name`, `version`, "
            "`scripts`, `a`, `b`, `c`, …",
            UNKNOWN,
        ),
        (
            "deployment.json",
            '[{"apiVersion": "apps/v1", "kind": "Deployment"}]',
            "unknown-format: no importer knows the records of this JSON: they have `apiVersion`, `kind`",
            UNKNOWN,
        ),
        (
            "jobs.json",
            "[]",
            "unknown-format: the JSON holds no records",
            f"was it exported before anything ran? {READ}",
        ),
        (
            "app.yaml",
            "# from the cluster\napiVersion: argoproj.io/v1alpha1\nkind: Application\n",
            "unknown-format: this is YAML, and none of deploylog's logs",
            ASK + READ,
        ),
        (
            "openapi.yml",
            "openapi: 3.0.0\ninfo:\n  title: Shop\n",
            "unknown-format: this is YAML, and none of deploylog's logs",
            f"export what ran as JSON; {READ}",
        ),
        (
            "people.csv",
            "name,age\nann,3\n",
            "syntax: the first line names no column for the time and the text; it names name, age",
            "name them `time` and `message`; `deploylog formats` lists other kinds",
        ),
        (
            "main.py",
            'print("hello")\n',
            "unknown-format: no importer recognises this file",
            "choose with --format: helm, notes",
        ),
    ],
)
def test_a_file_that_is_no_log_is_told_what_it_is(file: str, content: str, said: str, advice: str) -> None:
    """Whoever saved the wrong file learns it from the message, and which one to save instead."""
    text = from_bytes(content.encode(), file=file)

    assert detect(content, file) == []
    assert str(LogError([unclear(text, [], ["helm", "notes"])])) == f"{file}:1:1: {said}\n  help: {advice}"


def test_a_manual_that_shows_a_log_is_not_taken_for_one() -> None:
    """Its example has a title and an outcome, but the file does not begin as a log does."""
    text = from_bytes(
        b"# How to\n\nText first.\n\n    title: x\ntitle: x\noutcome: failed\n", file="README.md"
    )

    assert str(LogError([unclear(text, [], ["notes"])])) == (
        "README.md:1:1: unknown-format: no importer recognises this file\n  help: choose with --format: notes"
    )
