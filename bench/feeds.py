"""What feeds, data, calendar, heads and pictures cost, beside the build of the whole site.

    python bench/feeds.py 1000 5000

The sample's eight nights are repeated until there are so many; each round has releases of its own.
"""

import gc
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.commands import build
from mkdocs.config import load_config

from deploylog import feeds, settings, site
from deploylog.feeds import atom, badges, calendar, cards, datafiles, entries, jsonfeed, metrics, parquet

ROOT = Path(__file__).resolve().parents[1]
NIGHTS = sorted((ROOT / "posts").glob("*.yml"))
OURS = re.compile(r"(?m)(^release: |^remedies: |\blog: )(\S+?)(?=[\s}]|$)")


def write(folder: Path, count: int) -> None:
    """Write a site of so many logs."""
    (folder / "posts").mkdir()
    (folder / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "glossary").symlink_to(ROOT / "glossary")
    for number in range(count):
        round_, night = divmod(number, len(NIGHTS))
        text = OURS.sub(rf"\1\2-{round_:04}", NIGHTS[night].read_text(encoding="utf-8"))
        text = text.replace("title: ", f"title: {round_} ", 1)
        (folder / "posts" / f"{NIGHTS[night].stem}-{round_:04}.yml").write_text(text, encoding="utf-8")


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do some work, and say how much processor time it took."""
    gc.collect()
    begun = time.process_time()
    result = work()
    print(f"  {name:<28}{time.process_time() - begun:8.2f} s")
    return result


def measure(count: int) -> None:
    """Measure a site of so many logs."""
    print(f"{count} logs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, count)
        chosen = settings.read_settings(folder / "mkdocs.yml")
        sources = timed("read", lambda: site.read(chosen))
        sources.check()
        made = timed("make the pages", lambda: site.make(sources, as_of=date(2007, 12, 31)))
        published = made.published
        parts: dict[str, Callable[[], Any]] = {
            "data": lambda: list(datafiles.assets(published)),
            "of it Parquet": lambda: parquet.table(published),
            "feeds": lambda: [
                (atom.write(f, published), jsonfeed.write(f, published)) for f in entries.feeds(published)
            ],
            "calendar": lambda: calendar.asset(published),
            "badges and metrics": lambda: (badges.assets(published), metrics.asset(published)),
            "pictures": lambda: list(cards.assets(published)),
        }
        for part, work in parts.items():
            timed(part, work)
        pages = [page.uri for page in made.pages]
        timed(
            "heads",
            lambda: [
                feeds.head(uri, title="T", description="D", present="", published=published) for uri in pages
            ],
        )
        os.environ["NO_MKDOCS_2_WARNING"] = "1"
        configuration = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
        timed("build with MkDocs, all in", lambda: build.build(configuration))


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["1000"]:
        measure(int(argument))
