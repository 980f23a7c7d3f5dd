"""What was compiled of templates is kept for the builds to come, and run only if the user's own wrote it."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from deploylog.compiled import Compiled

MADE_WITH = b"these versions"


class Counting(Environment):
    """Jinja's environment; tells what it compiled."""

    def __init__(self, text: str, compiled: Compiled) -> None:
        super().__init__(loader=DictLoader({"a": text}), bytecode_cache=compiled)
        self.compiled: list[str] = []

    def compile(self, source, name=None, filename=None, raw=False, defer_init=False):  # type: ignore[no-untyped-def]
        self.compiled.append(str(name))
        return super().compile(source, name, filename, raw, defer_init)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a user's folder for such files."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "deploylog" / "templates"


def rendered(text: str = "{{ 1 + 1 }}", made_with: bytes | None = MADE_WITH) -> tuple[str, list[str]]:
    """Render in what is as good as a new process; give the text and the names of what was compiled."""
    environment = Counting(text, Compiled("test", made_with))
    return environment.get_template("a").render(), environment.compiled


@pytest.mark.usefixtures("cache")
def test_a_template_is_compiled_once_for_all_builds():
    """Compiling takes a third of a small site's build."""
    assert rendered() == ("2", ["a"])
    assert rendered() == ("2", [])


@pytest.mark.usefixtures("cache")
def test_a_changed_template_is_compiled_again():
    """An author who saves a template wants to see it."""
    rendered()
    assert rendered("{{ 2 + 1 }}") == ("3", ["a"])
    assert rendered("{{ 2 + 1 }}") == ("3", [])


@pytest.mark.usefixtures("cache")
def test_other_versions_compile_again():
    """A constant may have gone through a filter, which may say something else now."""
    rendered()
    assert rendered(made_with=b"other versions") == ("2", ["a"])


def test_nothing_is_kept_where_not_all_is_known(cache):
    """Somebody else's plugin may change what a template is compiled to."""
    rendered(made_with=None)
    assert not cache.exists()
    assert rendered(made_with=None) == ("2", ["a"])


def test_a_damaged_file_is_made_anew(cache):
    """Half a file, loaded as code, could end the interpreter."""
    rendered()
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for octets in (b"", whole[:40], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(octets)
        assert rendered() == ("2", ["a"])
        assert file.read_bytes() == whole


def test_a_file_that_others_can_write_is_not_run(cache):
    """What is kept is code."""
    rendered()
    (file,) = cache.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert cache.stat().st_mode & 0o777 == 0o700
    file.chmod(0o666)
    assert rendered() == ("2", ["a"])


def test_a_folder_that_cannot_be_made_is_done_without(cache):
    """A build on a machine without a home is a build."""
    cache.parent.write_text("a file where a folder should be", encoding="utf-8")
    assert rendered() == ("2", ["a"])
    assert rendered() == ("2", ["a"])
