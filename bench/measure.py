"""What a command costs: time on the clock, processor time, memory, and what it leaves behind.

`python bench/measure.py FOLDER` prints the floor under every build of FOLDER: the processor time of only
writing its files again.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY, PATIENCE = 6 * 1024, 5400
"""MiB and seconds after which a command is stopped, before it takes the machine down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one command cost."""

    wall: float
    processor: float
    """User and system, of the command and of all that it waited for."""
    peak: float
    """MiB of its biggest process."""
    files: int
    megabytes: float
    fault: str
    """Why it did not end well; else empty."""


def run(command: Sequence[str], folder: Path, output: str, environ: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder, in which it leaves its output; what it says goes to `said.log` beside."""
    with (folder / "said.log").open("wb") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        status, used, stopped = wait(process.pid, began)
        wall = time.perf_counter() - began
    process.returncode = status
    files, octets = extent(folder / output)
    return Cost(
        wall=wall,
        processor=used.ru_utime + used.ru_stime,
        peak=used.ru_maxrss / 1024,
        files=files,
        megabytes=octets / 1e6,
        fault=stopped or (f"it ended with {status}: {last_line(folder / 'said.log')}" if status else ""),
    )


def wait(pid: int, began: float) -> tuple[int, "resource.struct_rusage", str]:
    """Wait for a command, or stop it with all its children when it takes too much."""
    stopped = ""
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used, stopped
        if not stopped and (stopped := excess(pid, began)):
            os.killpg(pid, signal.SIGKILL)
        time.sleep(0.01)


def excess(pid: int, began: float) -> str:
    """Say what a running command has too much of; else empty."""
    if time.perf_counter() - began > PATIENCE:
        return f"stopped after {PATIENCE} s"
    if resident(pid) > MEMORY:
        return f"stopped above {MEMORY / 1024:.0f} GiB of memory"
    return ""


def resident(pid: int) -> float:
    """Give the MiB that a process has in memory now; 0 where the machine does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor(pid: int) -> float:
    """Give the processor seconds that a running process has used."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, after_name[11:13])) / os.sysconf("SC_CLK_TCK")


def extent(folder: Path) -> tuple[int, int]:
    """Count files and octets below a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def last_line(said: Path) -> str:
    """Give the last thing that a command said."""
    lines = said.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "without a word")


def floor(folder: Path) -> float:
    """Give the processor time of writing the files of a folder into a new one, and nothing else."""
    contents = {p.relative_to(folder): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    copy = Path(tempfile.mkdtemp(dir=folder.parent))
    began = time.process_time()
    for path, octets in contents.items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(octets)
    spent = time.process_time() - began
    shutil.rmtree(copy)
    return spent


if __name__ == "__main__":
    print(f"{floor(Path(sys.argv[1])):.3f}")
