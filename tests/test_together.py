"""Work is shared with copies of the process; what they do not bring back is done all the same."""

import signal
import subprocess
import sys

import pytest

SCRIPT = """
import os, signal, sys
from deploylog import together

ME = os.getpid()
together._processors = lambda: 3

def square(number):
    if os.getpid() != ME and number % {every} == 1:
        {what}
    return number * number, os.getpid() == ME

done = list(together.each(square, range(100), many={many}))
print([number for number, _ in done] == [number * number for number in range(100)])
print(len([mine for _, mine in done if mine]))
try:
    os.waitpid(-1, os.WNOHANG)
    print("a copy is left")
except ChildProcessError:
    print("no copy is left")
"""


def ran(what: str = "pass", every: int = 100, many: int = 48) -> list[str]:
    """Square a hundred numbers in a process without other threads, with this happening in copies of it."""
    script = SCRIPT.format(what=what, every=every, many=many)
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()


@pytest.mark.parametrize(
    ("what", "mine"),
    [
        ("pass", 34),
        ("os.kill(os.getpid(), signal.SIGKILL)", 67),
        ("os._exit(1)", 67),
        ("raise ValueError(number)", 67),
        ("return lambda: number, False", 67),
    ],
)
def test_what_a_copy_does_not_bring_back_is_done_here(what, mine):
    """A machine that ends processes for want of memory makes a build slower, not wrong."""
    assert ran(what) == ["True", str(mine), "no copy is left"]


def test_few_things_are_done_here():
    """A copy of a process costs more than a handful of posts."""
    assert ran(many=101) == ["True", "100", "no copy is left"]


def test_a_failure_is_told_as_it_happens_here():
    """A mistake in a template is shown with its place, which a copy could not bring back."""
    script = SCRIPT.format(what="pass", every=100, many=48).replace(
        "return number * number", "1 / (number - 50)\n    return 0"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert done.stderr.count("Traceback") == 1


def unfinished(returned: str, then: str) -> subprocess.CompletedProcess[str]:
    """Run a program whose copies return something else, and that does something before the end."""
    script = SCRIPT.format(what="pass", every=100, many=48)
    script = script.replace("return number * number,", f"return {returned},")
    script = script.replace("done = list(together.each(", "some = together.each(")
    script = script.replace("many=48))\n", f"many=48)\n{then}\n")
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)


def test_an_iterator_that_is_not_used_up_leaves_no_copy_at_work():
    """A template that cannot be rendered ends a build; nothing of it goes on, however much was left to do."""
    done = unfinished("bytes(10**7) and number * number", "done = [next(some), next(some)]\nsome.close()")

    assert done.stdout.splitlines() == ["False", "1", "no copy is left"]


def test_copies_end_when_the_process_that_waits_for_them_is_killed():
    """They cannot bring anything back then, and would wait for ever for somebody to take it."""
    done = unfinished("bytes(10**7)", "next(some)\nos.kill(ME, signal.SIGKILL)")

    assert done.returncode == -signal.SIGKILL  # and all have closed what they would have written to


APART = """
import os
from deploylog import together

ME, taken = os.getpid(), []

def work():
    taken.append(1)
    if os.getpid() != ME:
        {what}
    return 42, os.getpid() == ME

print(together.apart(work), len(taken))
"""


@pytest.mark.parametrize(
    ("what", "done"),
    [
        ("pass", "(42, False) 0"),
        ("os._exit(1)", "(42, True) 1"),
        ("raise MemoryError", "(42, True) 1"),
    ],
)
def test_what_takes_much_memory_is_done_in_a_copy_or_here_if_that_cannot(what, done):
    """What a library keeps for itself is gone with the copy; without one, the file is made all the same."""
    command = [sys.executable, "-c", APART.format(what=what)]

    assert subprocess.run(command, capture_output=True, text=True, timeout=60).stdout == f"{done}\n"
