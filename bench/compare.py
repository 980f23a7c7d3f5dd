"""deploylog beside other generators on the same words: `python bench/compare.py`, on a fresh machine too.

    python bench/compare.py [--sizes 100 1000] [--only hugo] [--rounds 3] [--builds] [--write bench/README.md]

Sets up what is missing (`tools`), makes the logs (`corpus`) and the same words as hand-written posts
(`words`), then builds them in turns, so that all generators meet the same minutes.
Needs Python 3.11 or newer.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import edits
import measure
import preview
import report
import words
from report import Size
from tools import TOOLS, MissingError, Tool

BENCH = Path(__file__).resolve().parent
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


def main() -> int:
    """Measure, and print or write the tables."""
    chosen = arguments()
    tools = ready(["deploylog", *(name for name in chosen.only if name != "deploylog")])
    sizes = []
    with tempfile.TemporaryDirectory(prefix="deploylog-bench-") as folder:
        for logs in chosen.sizes:
            size = Size(logs=logs)
            sizes.append(size)
            measure_size(size, tools, Path(folder) / str(logs), chosen.rounds)
            if not chosen.builds:
                look_closer(size, tools[0], Path(folder) / str(logs) / "deploylog")
            shutil.rmtree(Path(folder) / str(logs))
            if chosen.write:  # after each size, so that a long run which is cut off leaves what it knows
                report.write(chosen.write, report.tables(sizes, tools))
    print(report.tables(sizes, tools))
    return 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], metavar="LOGS")
    parser.add_argument("--only", nargs="+", choices=list(TOOLS), default=list(TOOLS), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--builds", action="store_true", help="only build: no preview, no profile")
    parser.add_argument("--write", type=Path, metavar="README", help="put the tables between its two marks")
    return parser.parse_args()


def ready(names: list[str]) -> list[Tool]:
    """Set the generators up; say which cannot be had, and go on without them."""
    tools = []
    for name in names:
        say(f"setting up {name}")
        try:
            tools.append(TOOLS[name]())
        except MissingError as error:
            say(f"left out: {name}: {error}")
            if name == "deploylog":
                sys.exit(1)
    return tools


def measure_size(size: Size, tools: list[Tool], folder: Path, rounds: int) -> None:
    """Measure every generator with so many logs, in turns."""
    say(f"{size.logs} logs: making the sites")
    python = tools[0].command[0]
    sites = {tool.name: folder / tool.name for tool in tools}
    lay_out(python, size.logs, tools, folder)
    running = list(tools)
    for _ in range(rounds):
        for tool in list(running):
            if not build_twice(size, tool, sites[tool.name]):
                running.remove(tool)
    built = sites["deploylog"] / "site"
    size.floor = float(output_of(python, str(BENCH / "measure.py"), str(built)))


def look_closer(size: Size, tool: Tool, site: Path) -> None:
    """Measure the engine alone, deploylog's preview, and where the time of a cold build goes."""
    python = tool.command[0]
    say(f"{size.logs} logs: building the same pages without deploylog")
    size.engine = engine(tool, site)
    say(f"{size.logs} logs: refreshing the preview")
    size.refreshes = preview.refreshes([python, "-m", "mkdocs", "serve", "--quiet"], site)
    say(f"{size.logs} logs: profiling")
    tool.clear(site)
    size.parts = json.loads(output_of(python, str(BENCH / "parts.py"), str(site)))


def engine(tool: Tool, site: Path) -> float:
    """Give the processor time of MkDocs and Material for deploylog's pages, made before and exported."""
    folder = site.with_name("engine")
    shutil.copytree(BENCH / "sites" / "engine", folder)
    export(tool.command[0], site, folder / "content")
    cost = measure.run(tool.command, folder, "site", QUIET)
    if cost.fault:
        sys.exit(f"compare.py: the engine alone: {cost.fault}")
    return cost.processor


def export(python: str, site: Path, folder: Path) -> None:
    """Let deploylog write its pages as Markdown."""
    output_of(str(Path(python).with_name("deploylog")), "export", str(folder), folder=site)


def lay_out(python: str, logs: int, tools: list[Tool], folder: Path) -> None:
    """Make the logs, and the sites of the others from what deploylog tells of them."""
    site, exported = folder / "deploylog", folder / "export"
    output_of(python, str(BENCH / "corpus.py"), str(site), str(logs))
    others = [tool for tool in tools if tool.name != "deploylog"]
    if others:
        export(python, site, exported)
    for tool in others:
        words.lay(tool.name, site / "posts", exported, folder / tool.name)
        if tool.modules:
            (folder / tool.name / "node_modules").symlink_to(tool.modules)
    shutil.rmtree(exported, ignore_errors=True)


def build_twice(size: Size, tool: Tool, site: Path) -> bool:
    """Build a site with nothing kept, then again after one edit; tell whether both went well."""
    for state, costs in (("cold", size.cold), ("warm", size.warm)):
        if state == "cold":
            tool.clear(site)
        elif tool.name == "deploylog":
            edits.edit_log(edits.middle_log(site))
        else:
            edits.edit_post(site)
        size.loads.append(os.getloadavg()[0])
        cost = measure.run(tool.command, site, tool.output, QUIET)
        costs.setdefault(tool.name, []).append(cost)
        say(
            f"{size.logs} logs: {tool.name}, {state}: {cost.processor:.2f} s of processor time,"
            f" {cost.wall:.2f} s on the clock, {cost.peak:.0f} MiB {cost.fault}"
        )
        if cost.fault:
            return False
    return True


def output_of(*command: str, folder: Path = BENCH) -> str:
    """Run a part of the measurement in a process of its own; end when it fails."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, env={**os.environ, **QUIET})
    if done.returncode:
        sys.exit(f"compare.py: {' '.join(command)} ended with {done.returncode}")
    return done.stdout


def say(text: str) -> None:
    """Tell the person at the terminal how far this is."""
    print(f"compare.py: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
