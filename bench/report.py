"""The tables of a comparison as Markdown, ratios first, and the README that holds them."""

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measure import Cost
from preview import Refresh
from tools import Tool

AIMED = 1000
"""The aims are for this many logs and more."""

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
SHOWN = 12


@dataclass(kw_only=True)
class Size:
    """All that was measured with so many logs."""

    logs: int
    cold: dict[str, list[Cost]] = field(default_factory=dict)
    warm: dict[str, list[Cost]] = field(default_factory=dict)
    refreshes: list[Refresh] = field(default_factory=list)
    engine: float = 0
    floor: float = 0
    parts: dict[str, float] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)

    def spent(self, state: str, tool: str) -> float | None:
        """Give the median processor time of a generator; None if it did not end well."""
        costs: list[Cost] = getattr(self, state).get(tool, [])
        well = [cost.processor for cost in costs if not cost.fault]
        return median(well) if well else None


def write(readme: Path, text: str) -> None:
    """Put the tables between the marks of a README; the rest of it stays."""
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")


def tables(sizes: Sequence[Size], tools: Sequence[Tool]) -> str:
    """Write all tables."""
    parts = [f"{machine(sizes, tools)}\n", aims(sizes)]
    for size in sizes:
        parts += [f"### {size.logs:,} logs\n", comparison(size), beside(size)]
    looked_at = [size for size in sizes if size.parts]
    if looked_at:
        parts += ["### Where the time of a cold build goes\n", profile(looked_at)]
    return "\n".join(parts)


def machine(sizes: Sequence[Size], tools: Sequence[Tool]) -> str:
    """Say where, when and with what this was measured."""
    loads = [load for size in sizes for load in size.loads]
    versions = ", ".join(f"{tool.name} {tool.version}" for tool in tools)
    return (
        f"Measured on {datetime.now(UTC).date()}: {processor()}, {os.cpu_count()} cores, {platform.system()},"
        f" Python {platform.python_version()}; load while measuring {min(loads):.1f} to {max(loads):.1f}"
        f" ({os.cpu_count()}.0 is a busy machine, more is one where others wait).\n"
        f"Versions: {versions}."
    )


def processor() -> str:
    """Name the processor, as far as the machine tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def aims(sizes: Sequence[Size]) -> str:
    """Write what is aimed at beside what was measured."""
    rows = []
    sizes = [size for size in sizes if size.logs >= AIMED]
    for size in sizes:
        ours, warm = size.spent("cold", "deploylog"), size.spent("warm", "deploylog")
        rows += [
            ratio(size, "cold: Material's blog plugin takes", size.spent("cold", "material"), ours, 4),
            ratio(size, "cold: Pelican takes", size.spent("cold", "pelican"), ours, 1),
            ratio(size, "warm: Hugo's full build takes", size.spent("cold", "hugo"), warm, 1),
        ]
        if size.refreshes:
            limit = 1 if size.logs <= AIMED else 3
            rows.append(below(size, "preview refresh, on the clock", wall(size), limit, "s"))
        if size.logs <= 5000:
            rows.append(below(size, "memory, the biggest process", peak(size, "deploylog"), 400, "MiB"))
    rows.append(flat(sizes))
    head = "| aim | logs | asked | measured | |\n|---|--:|--:|--:|---|\n"
    return head + "".join(row for row in rows if row) if sizes else ""


def ratio(size: Size, name: str, theirs: float | None, ours: float | None, asked: float) -> str:
    """Write how many times as much another generator takes."""
    if theirs is None or ours is None:
        return ""
    met = "met" if theirs / ours >= asked else "missed"
    return f"| {name} | {size.logs:,} | ≥ {asked:g} × | {theirs / ours:.2f} × | {met} |\n"


def below(size: Size, name: str, measured: float, limit: float, unit: str) -> str:
    """Write what has to stay below a limit."""
    met = "met" if measured < limit else "missed"
    shown = f"{measured:.2f}" if unit == "s" else f"{measured:.0f}"
    return f"| {name} | {size.logs:,} | < {limit:g} {unit} | {shown} {unit} | {met} |\n"


def flat(sizes: Sequence[Size]) -> str:
    """Write how much dearer a log becomes with the number of logs."""
    each = [spent / size.logs for size in sizes if (spent := size.spent("cold", "deploylog"))]
    if len(each) < 2:
        return ""
    grown = max(each) / min(each)
    met = "met" if grown <= 1.3 else "missed"
    span = f"{sizes[0].logs:,}-{sizes[-1].logs:,}"
    return f"| cold, each log: the dearest by the cheapest | {span} | ≤ 1.3 × | {grown:.2f} × | {met} |\n"


def comparison(size: Size) -> str:
    """Write one row a generator, its ratio to deploylog first."""
    rows = [
        "| | cold, × deploylog | warm, × deploylog | cold s | warm s | clock s | peak MiB | files | MB |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    ]
    ours = size.spent("cold", "deploylog"), size.spent("warm", "deploylog")
    for name, costs in size.cold.items():
        spent = size.spent("cold", name), size.spent("warm", name)
        faults = [cost.fault for cost in [*costs, *size.warm.get(name, [])] if cost.fault]
        if faults:
            rows.append(f"| {name} | {faults[0]} | | {' | '.join(map(number, spent))} | | | | |\n")
            continue
        times = " | ".join([*map(times_ours, spent, ours), *map(number, spent)])
        last = costs[-1]
        rows.append(
            f"| {name} | {times} | {middle(costs, lambda cost: cost.wall):.2f} | {peak(size, name):.0f}"
            f" | {last.files:,} | {last.megabytes:.1f} |\n"
        )
    return "".join(rows)


def times_ours(spent: float | None, ours: float | None) -> str:
    """Write a ratio, if both are known."""
    return f"{spent / ours:.2f}" if spent is not None and ours else ""


def number(spent: float | None) -> str:
    """Write seconds, if there are any."""
    return "" if spent is None else f"{spent:.2f}"


def beside(size: Size) -> str:
    """Write what was measured of deploylog alone."""
    lines = []
    if size.refreshes:
        slowest = max(refresh.wall for refresh in size.refreshes)
        spent = median(refresh.processor for refresh in size.refreshes)
        whole = median(refresh.whole for refresh in size.refreshes)
        lines.append(
            f"Preview: a saved log is on its page after {wall(size):.2f} s (the slowest of"
            f" {len(size.refreshes)}: {slowest:.2f} s); {spent:.2f} s of processor time each. The whole"
            f" site is built {whole:.2f} s after the save."
        )
    ours = size.spent("cold", "deploylog")
    if ours and size.engine:
        lines.append(
            f"The engine: MkDocs and Material alone take {size.engine:.2f} s of processor time for the same"
            f" pages, made before, {size.engine / ours:.0%} of deploylog's cold build."
        )
    if ours:
        lines.append(
            f"The floor: only writing the same files takes {size.floor:.2f} s of processor time,"
            f" {size.floor / ours:.0%} of deploylog's cold build."
        )
    return "\n".join(lines) + "\n"


def profile(sizes: Sequence[Size]) -> str:
    """Write the biggest shares of a cold build, a column a size."""
    names = list(sizes[-1].parts)[:SHOWN]
    head = f"| | {' | '.join(f'{size.logs:,} logs' for size in sizes)} |\n|---|{'--:|' * len(sizes)}\n"
    rows = [[name, *(f"{size.parts.get(name, 0):.0%}" for size in sizes)] for name in names]
    rest = [f"{1 - sum(size.parts.get(name, 0) for name in names):.0%}" for size in sizes]
    return head + "".join(f"| {' | '.join(row)} |\n" for row in [*rows, ["everything else", *rest]])


def wall(size: Size) -> float:
    """Give the median refresh on the clock."""
    return median(refresh.wall for refresh in size.refreshes)


def peak(size: Size, name: str) -> float:
    """Give the most memory of any build of a generator."""
    return max(cost.peak for cost in [*size.cold.get(name, []), *size.warm.get(name, [])])


def middle(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    """Give the median of one figure."""
    return median(map(of, costs))
