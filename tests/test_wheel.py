"""The wheel, as somebody gets it who has never seen the checkout."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import dev
import sites

LOG = "posts/2007-12-02-front-end.yml"
FILES = {
    LOG: sites.LOG.format(title="The front end goes in"),
    "glossary/bridge.md": "---\nterm: bridge\nshort: A call that everybody joins.\n---\n\nA call.\n",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with the build tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(dev.ROOT),
    ]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; give its folder of programs.

    What the wheel depends on is seen through a `.pth` file, so nothing is downloaded. Python reads no `.pth`
    of the folders that it names, so the checkout, which is installed there, stays out of sight.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = str(programs / "python")
    site_packages = Path(said(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site_packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    said(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    )
    return programs


def said(*command: str, cwd: Path | None = None) -> str:
    """Run a program, which has to succeed; give what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_package_with_its_templates_and_rules(wheel):
    """Nothing generic lands in site-packages, and nothing that the package reads is left behind."""
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"deploylog"}
    for folder, kept in ((dev.ROOT / "templates", "templates"), (dev.ROOT / "docs" / "rules", "rules")):
        files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        assert {f"deploylog/{kept}/{file}" for file in files} <= set(names)
    assert "deploylog/py.typed" in names


def test_a_site_is_built_by_the_wheel_as_by_the_checkout(installed, tmp_path):
    """The same logs give the same bytes, wherever the templates come from."""
    folder = sites.write(tmp_path / "site", FILES)
    python = str(installed / "python")
    where = said(python, "-c", "import deploylog; print(deploylog.__file__)", cwd=folder)
    assert Path(where).is_relative_to(installed.parent)

    theirs = sites.build(folder, tmp_path / "theirs", python)
    ours = sites.build(folder, tmp_path / "ours")

    pages = {path.relative_to(theirs): path.read_bytes() for path in theirs.rglob("*.html")}
    assert Path("2007-12-02-front-end/index.html") in pages
    assert pages == {path.relative_to(ours): path.read_bytes() for path in ours.rglob("*.html")}


def test_the_command_of_the_wheel_drafts_and_explains(installed, tmp_path):
    """The program is on the path, and finds the templates and the pages of the rules."""
    folder = sites.write(tmp_path / "site", FILES)
    deploylog = str(installed / "deploylog")

    said(deploylog, "draft", LOG, cwd=folder)
    rule = said(deploylog, "rule", "unknown-log", cwd=folder)

    draft = (folder / "posts/2007-12-02-front-end.md").read_text(encoding="utf-8")
    assert draft.startswith('---\ntitle: "The front end goes in"\n')
    assert rule == (dev.ROOT / "docs" / "rules" / "unknown-log.md").read_text(encoding="utf-8")
