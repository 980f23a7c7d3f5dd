"""How long a site takes to read, to make and to build, against reading its logs on the same minute.

    python bench/site.py [--pages] [LOGS ...]

The sample's eight nights are repeated, a fortnight earlier each time, in releases and (by twenties) with
systems of their own; no two say quite the same. For 1,000 and 5,000 logs unless told otherwise, prints the
processor time of

    read    `site.read`: every file to values, every problem found
    make    `site.make`: values to pages of Markdown
    assets  feeds, data, calendar, badges, metrics and pictures beside the pages
    build   a whole `mkdocs build` in a process of its own, which does the three above and the theme

and what multiple of `read` it is: seconds differ between machines and minutes, ratios hardly do. Last comes
one checksum of all pages and assets, equal between two versions that write the same bytes. With `--pages`
nothing is built. To see where the time goes:

    python -m cProfile -o profile bench/site.py --pages 1000
    python -c "import pstats; pstats.Stats('profile').sort_stats('tottime').print_stats(40)"
"""

import gc
import hashlib
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from deploylog import settings, site

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
NIGHTS = sorted((ROOT / "posts").glob("*.yml"))
LAST = date(2007, 12, 31)
EVERY, SYSTEMS = timedelta(days=14), 20
ZONE = ("America/Toronto", "America/Panama")
"""A zone whose clocks never change, so that no night falls into an hour that a change skips."""

_DAY = re.compile(r"\b2007-\d\d-\d\d\b")
_RELEASE = re.compile(r"(?m)^(release: \S+)$")
_TEXT = re.compile(r"(?m)^( +(?:- )?text: [a-z].*\w)$")
_SYSTEM = re.compile(r"\b((?:front|back)-end (?:app|database))\b")


def write(folder: Path, count: int) -> None:
    """Write a site of so many logs."""
    (folder / "posts").mkdir()
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(configuration.replace(*ZONE), encoding="utf-8")
    (folder / "glossary").symlink_to(ROOT / "glossary")
    for number in range(count):
        turn, night = divmod(number, len(NIGHTS))
        earlier = turn * EVERY
        name = _DAY.sub(lambda day: _moved(day, earlier), NIGHTS[night].stem)  # noqa: B023  (used at once)
        text = _DAY.sub(lambda day: _moved(day, earlier), NIGHTS[night].read_text(encoding="utf-8"))  # noqa: B023
        text = _SYSTEM.sub(rf"\1 {turn % SYSTEMS}", _RELEASE.sub(rf"\1-{turn:04}", text))
        text = re.sub(r"(?m)^(remedies: \S+|.*\blog: [^\s}]+)", rf"\1-{turn:04}", text).replace(*ZONE)
        text = _TEXT.sub(rf"\1 in week {number}", text)
        (folder / "posts" / f"{name}-{turn:04}.yml").write_text(text, encoding="utf-8")


def _moved(day: re.Match[str], earlier: timedelta) -> str:
    return (date.fromisoformat(day[0]) - earlier).isoformat()


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Do some work; give the processor time that it took, with what it gave."""
    gc.collect()
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def build(folder: Path) -> float:
    """Build the site with MkDocs; give the processor time of the whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / "site")],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(count: int, *, whole: bool) -> None:
    """Print one table."""
    print(f"{count} logs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, count)
        chosen = settings.read_settings(folder / "mkdocs.yml")
        reading, sources = timed(lambda: site.read(chosen))
        sources.check()
        spent = {"read": reading}
        spent["make"], made = timed(lambda: site.make(sources, as_of=LAST))
        spent["assets"], assets = timed(lambda: made.assets)
        if whole:
            spent["build"] = build(folder)
    for part, seconds in spent.items():
        print(f"  {part:8}{seconds:8.2f} s{seconds / reading:8.2f} x read")
    checksum = hashlib.sha256()
    for page in made.pages:
        checksum.update(f"{page.uri}\0{page.content}\0".encode())
    for asset in assets:
        checksum.update(asset.uri.encode() + b"\0" + asset.octets)
    print(f"  {len(made.pages)} pages and {len(assets)} assets, sha256 {checksum.hexdigest()}")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--pages"]
    for size in map(int, arguments or ["1000", "5000"]):
        measure(size, whole="--pages" not in sys.argv)
