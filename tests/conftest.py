"""What many tests share: golden files, real sites, and a server and a browser to look at them."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import is_hypothesis_test, settings

import dev
import sites
from golden_files import Golden
from thorough import share

os.environ.pop("NO_COLOR", None)
os.environ.pop("SOURCE_DATE_EPOCH", None)
os.environ["NO_MKDOCS_2_WARNING"] = "1"
if "PYTEST_XDIST_WORKER" not in os.environ:  # its workers share what it keeps: templates are compiled once
    os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="deploylog-tests-")
    atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)

# How fast a test is says little about what it tests.
settings.register_profile("any machine", deadline=None, max_examples=share(200))
settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files; read their diff like code"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        # What runs there is a browser, and builds that others measure; and a random case covers nothing new.
        if "browser" in item.path.parts or is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.unmeasured)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run what is not measured at full speed.

    pytest-cov's own mark does not: a process of xdist has two coverages, and to pause one resumes the other.
    """
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a golden file, or with `--update-golden` write the file anew."""
    update = request.config.getoption("--update-golden")

    def compare(text: str, path: Path) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.is_file(), f"{path} is missing; --update-golden writes it"
        assert text == path.read_bytes().decode()

    return compare


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample site through MkDocs, strictly, once a run; give the folder that would be published."""
    run = tmp_path_factory.getbasetemp()
    folder = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    with FileLock(folder / "sample.lock"):
        if not (folder / "sample").exists():
            sites.build(dev.ROOT, folder / "sample.new").rename(folder / "sample")
    return folder / "sample"


@pytest.fixture(scope="session")
def sample_address(sample_site: Path) -> Iterator[str]:
    """Serve the sample site; give its address, which ends with `/`."""
    with sites.served(sample_site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a browser; `python3 dev.py test` finds or installs one."""
    found = dev.find_chromium()
    assert found, "no Chromium was found; python3 dev.py test installs one or says how"
    return found
