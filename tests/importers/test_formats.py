"""Each kind of file that a system writes becomes the logs that a careful reader would have written."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from accounting import assert_accounted

from deploylog import importers
from deploylog.importers import Ambiguous, Sketch, Wishes, detect, from_bytes, from_path, write
from deploylog.logs import read_log_text
from deploylog.problems import LogError
from golden_files import Golden

FIXTURES = Path(__file__).parent / "fixtures"
CASES = sorted(path for path in FIXTURES.glob("*/*") if path.suffix != ".yml" and path.name != "users.json")
TEXTS = [path for path in CASES if path.suffix in (".txt", ".log")]
WISHES = Wishes(as_of=date(2024, 6, 1))


def name(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def read(path: Path) -> Sequence[Sketch]:
    importer = importers.importers()[path.parent.name]
    return importers.read([from_path(path)], importer, WISHES)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_file_becomes_its_logs(case: Path, golden: Golden) -> None:
    """What came out is read like code when it changes."""
    logs = [write(sketch) for sketch in read(case)]

    golden("---\n".join(logs), case.with_name(case.name + ".logs.yml"))


@pytest.mark.parametrize("case", CASES, ids=name)
def test_what_is_written_is_read_back_as_it_was(case: Path) -> None:
    """No step moves, and none is lost."""
    for sketch in read(case):
        log = read_log_text(write(sketch), file="night.yml", id="night")

        assert log.deployment.outcome is sketch.outcome
        assert len(log.deployment.steps) == len(sketch.entries)
        told = sorted(
            entry.at.replace(second=0, microsecond=0) for entry in sketch.entries if entry.at.tzinfo
        )
        assert [step.at.at for step in log.deployment.steps if told] == told


@pytest.mark.parametrize("case", CASES, ids=name)
def test_one_importer_recognises_a_file(case: Path) -> None:
    """Otherwise its owner would have to name the format."""
    assert detect(from_path(case).head(), case.name) == [case.parent.name]


@pytest.mark.parametrize("case", TEXTS, ids=name)
def test_no_line_of_a_text_is_lost(case: Path) -> None:
    """Each is in one place: in a step, in the head, or kept aside."""
    assert_accounted(case.read_bytes(), read(case))


@pytest.mark.unmeasured
@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_file_that_was_cut_off_gives_logs_or_a_place(case: Path) -> None:
    """A download that broke off is told with line and column, never with a traceback."""
    content = case.read_bytes()
    importer = importers.importers()[case.parent.name]
    every = max(1, len(content) // 400)
    for end in range(0, len(content), every):
        text = from_bytes(content[:end], file=case.name)
        sketches: Sequence[Sketch] = []
        with suppress(Ambiguous, LogError):
            sketches = importers.read([text], importer, WISHES)
        if sketches and case in TEXTS:
            assert_accounted(content[:end], sketches)
