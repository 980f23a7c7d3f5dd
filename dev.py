#!/usr/bin/env python3
"""Serve and test deploylog in a checkout; everything that is missing is set up first.

    python3 dev.py serve    serve the sample site, and refresh it whenever a file is saved
    python3 dev.py test     run all tests, those in a browser included

What comes after the word goes on: `serve -a localhost:9000` to MkDocs, `test tests/test_cli.py -k draft` to
pytest, which then runs without measuring coverage. Needs Python 3.11 or newer and git, nothing else.
"""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
CONSTRAINTS = ROOT / ".ci" / "constraints.txt"
STAMP = VENV / "set-up"
"""Holds the fingerprint of what the environment was made from; absent while it is being made."""

ALL_TESTS = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--cov", "--cov-report=term"]
"""Each process has a file at a time, so that what its tests share is made once; the longest come first."""
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
BROWSER_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
)


def main(arguments: list[str]) -> int:
    """Do what the first word says; return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  (somebody's python3 may be older than the project asks for)
        stop(f"this is Python {sys.version.split()[0]}; run dev.py with Python 3.11 or newer")
    commands = {"serve": serve, "test": test}
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0
    if arguments[0] not in commands:
        print(__doc__.strip(), file=sys.stderr)
        stop(f"there is no '{arguments[0]}'; use serve or test", code=2)
    return commands[arguments[0]](arguments[1:])


def serve(options: list[str]) -> int:
    """Serve the sample site until interrupted."""
    set_up()
    if not any(option.startswith(("-a", "--dev-addr")) for option in options):
        options = ["--dev-addr", f"localhost:{free_port()}", *options]
    say("building the sample site; its address follows. Ctrl+C ends it.")
    return become("mkdocs", "serve", *options)


def test(options: list[str]) -> int:
    """Run the tests: all of them and their coverage, or those that the options choose."""
    set_up()
    os.environ["CHROMIUM"] = find_chromium() or install_chromium()
    return become("pytest", *(options or ALL_TESTS))


def set_up() -> None:
    """Make the environment, unless it is there and made from the same versions."""
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_ensurepip()
    say(f"setting up {VENV} (once, about a minute)")
    run(sys.executable, "-m", "venv", "--clear", str(VENV))
    install("hatchling", "editables")  # first, so that the next line builds with the pinned ones
    install("--no-build-isolation", "--editable", str(ROOT), *dev_dependencies())
    STAMP.write_text(fingerprint(), encoding="utf-8")


def fingerprint() -> str:
    """Name all that the environment depends on: the interpreter, the place and the versions."""
    parts = [sys.version.encode(), str(ROOT).encode()]
    parts += [(ROOT / "pyproject.toml").read_bytes(), CONSTRAINTS.read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def dev_dependencies() -> list[str]:
    """Read what development needs from pyproject.toml."""
    import tomllib  # here, because an older Python has to get as far as the message in main

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(requirement) for requirement in project["dependency-groups"]["dev"]]


def install(*requirements: str) -> None:
    """Install with pip, which follows the machine's own settings (index, proxy, certificates)."""
    pip = [str(SCRIPTS / "python"), "-m", "pip", "install", "--quiet", "--constraint", str(CONSTRAINTS)]
    run(*pip, *requirements, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")


def install_ensurepip() -> None:
    """Add what Debian and Ubuntu leave out of Python, where that is ours to do."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not (may_install_packages() and apt_get(package)):
        stop(f"this Python cannot make environments; install {package}, then run this again")


def find_chromium() -> str:
    """Give the path of a browser that the tests can drive; empty when there is none."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named) or stop(f"CHROMIUM is '{named}', which cannot be run")
    paths = [shutil.which(name) for name in BROWSERS]
    paths += [path for pattern in BROWSER_PATHS for path in sorted(glob.glob(os.path.expanduser(pattern)))]  # noqa: PTH111, PTH207
    return next((path for path in paths if path and runs(path)), "")


def install_chromium() -> str:
    """Install Debian's Chromium, or say what to do instead."""
    found = find_chromium() if may_install_packages() and apt_get("chromium") else ""
    if not found:
        stop(
            "the browser tests need Chromium, Chrome or Edge, and none was found;"
            " install one (Debian: apt-get install chromium; macOS: brew install --cask chromium),"
            " or name it: CHROMIUM=/path/to/chrome python3 dev.py test"
        )
    return found


def may_install_packages() -> bool:
    """Tell whether this is a Debian-like machine and we are its root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_get(package: str) -> bool:
    """Install a Debian package without asking anything; tell whether that worked."""
    say(f"installing Debian's package {package}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package])
    codes = [subprocess.call(["apt-get", *c], stdin=subprocess.DEVNULL, env=environ) for c in commands]
    return codes[-1] == 0


def runs(path: str) -> bool:
    """Tell whether a browser starts; Ubuntu's `chromium-browser` may be no more than a signpost."""
    if os.name == "nt":
        return True
    try:
        done = subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def free_port() -> int:
    """Give the first free port from 8000 on."""
    for port in range(8000, 8100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return 8000


def run(*command: str, **environ: str) -> None:
    """Run a command of the set-up; end with its exit code when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=ROOT, env={**os.environ, **environ})
    if done.returncode:
        stop("the set-up did not succeed; the lines above say why", done.returncode)


def become(name: str, *arguments: str) -> int:
    """Hand over to a program of the environment, so that it gets every signal itself."""
    os.chdir(ROOT)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process of the tests compiles all anew
    os.environ["PATH"] = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(SCRIPTS / "python"), "-m", name, *arguments]
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command)
    return os.execv(command[0], command)  # noqa: S606


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def stop(text: str, code: int = 1) -> NoReturn:
    """Say why this cannot go on, and end."""
    say(text)
    sys.exit(code)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
