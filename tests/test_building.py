"""`deploylog build`: whatever happens to a build, the published folder is a whole site."""

import hashlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import sites
from deploylog import swapping

LOG = "posts/2007-12-02-front-end.yml"
KILLS = int(os.environ.get("DEPLOYLOG_KILLS", "0"))
"""How many kills to try in each test of them; a few without it."""
DONE = "the site is in site\n"


def deploylog(folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from deploylog.cli import main; main()", *arguments]
    options = {"env": environ(), **options}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, **options)


def environ() -> dict[str, str]:
    """Give the environment of builds that have to be equal whenever they are made."""
    return {**os.environ, "SOURCE_DATE_EPOCH": "1199145600"}


def digest(folder: Path) -> str:
    """Give one hash of every name and every byte below a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.splitlines(keepends=True)[-1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small site; give the folder of its sources, with `site` in it."""
    files = {LOG: sites.LOG.format(title="The front end goes in")}
    folder = sites.write(tmp_path_factory.mktemp("built"), files)
    done = deploylog(folder, "build", "--strict")
    assert (done.returncode, last_line(done)) == (0, DONE), done.stderr
    return folder


@pytest.fixture
def published(built: Path) -> Path:
    """Look at the site, and put its log in order again at the end."""
    log = built / LOG
    before = log.read_text(encoding="utf-8")
    yield built
    log.write_text(before, encoding="utf-8")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".*.deploylog-build-*")]


def test_a_build_leaves_the_site_and_nothing_beside_it(built):
    """Hidden gigabytes beside the site would be found when the disk is full."""
    assert (built / "site/2007-12-02-front-end/index.html").is_file()
    assert (built / "site").stat().st_mode & 0o777 == 0o777 & ~current_umask()
    assert leftovers(built) == []


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_broken_log_leaves_the_published_site_as_it_was(published):
    """The night's log is the likeliest reason of all for a build to fail."""
    before = digest(published / "site")
    (published / LOG).write_text("title: [", encoding="utf-8")

    done = deploylog(published, "build")

    refused = "Error: MkDocs could not build the site; what was published was left as it was\n"
    assert (done.returncode, last_line(done)) == (1, refused)
    assert f"{LOG}:2:1: syntax: " in done.stderr
    assert digest(published / "site") == before
    assert leftovers(published) == []


def test_a_full_disk_leaves_the_published_site_as_it_was(published):
    """The system refuses to write on, in the middle of the theme's files."""
    before = digest(published / "site")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = deploylog(published, "build", preexec_fn=small)

    refused = "Error: MkDocs could not build the site; what was published was left as it was\n"
    assert (done.returncode, last_line(done)) == (1, refused)
    assert "File too large" in done.stderr
    assert digest(published / "site") == before
    assert leftovers(published) == []


def test_a_second_build_at_the_same_time_says_so(published):
    """Two that write one folder would mix their sites."""
    with swapping.workshop(published / "site"):
        done = deploylog(published, "build")

    assert (done.returncode, done.stderr) == (1, "Error: another build into site is under way\n")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "home/thesis.md",
            "three years",
            "home is no site of deploylog's, it has no index.html; it is left as it is",
        ),
        ("site/.git/HEAD", "ref: main", "site holds .git, which no build writes; it is left as it is"),
        ("posts/x.txt", "x", "posts holds the sources of the site; name another folder"),
    ],
    ids=["a stranger's", "a checkout", "the sources"],
)
def test_a_folder_that_is_no_site_is_left_alone(published, name, content, message):
    """`-d ~` is typed once in a lifetime."""
    path = published / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)

    done = deploylog(published, "build", "-d", name.split("/")[0])

    assert (done.returncode, done.stderr) == (1, f"Error: {message}\n")
    assert path.read_text() == content
    path.unlink()
    if name.startswith("site"):
        path.parent.rmdir()


def test_a_mistake_in_a_template_does_not_reach_the_published_site(published):
    """MkDocs looks at no HTML, and a team's template is on every page."""
    before = digest(published / "site")
    template = published / "templates/post.md.j2"
    template.parent.mkdir()
    template.write_text(
        '{% extends "builtin/post.md.j2" %}\n{% block heading %}\n'
        '<a href="nowhere/"><img alt="" src="https://example.org/a.png"></a>\n{{ super() }}{% endblock %}\n'
    )

    done = deploylog(published, "build")
    template.unlink()
    template.parent.rmdir()

    pattern = (
        r"site/2007-12-02-front-end/index\.html:\d+:\d+: dead-link: 'nowhere/' leads to "
        r"'2007-12-02-front-end/nowhere/', which is not in the site\n  help: .*\n"
        r"site/2007-12-02-front-end/index\.html:\d+:\d+: outside-request: a reader's browser would load "
        r"'https://example\.org/a\.png'(?:, and in \d+ more files?)?\n  help: .*\n"
        r"what was published was left as it was\n"
    )
    assert done.returncode == 1
    assert re.search(rf"(?m)^{pattern}\Z", done.stderr), done.stderr
    assert digest(published / "site") == before
    assert leftovers(published) == []


def test_a_build_that_is_told_to_end_ends_mkdocs_too(published):
    """A service manager that stops a build would leave MkDocs writing for minutes."""
    before = digest(published / "site")
    command = [sys.executable, "-c", "from deploylog.cli import main; main(['build'])"]
    with subprocess.Popen(
        command,
        cwd=published,
        env=environ(),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        process.stderr.readline()  # MkDocs has said something, so it runs.
        process.terminate()
        process.stderr.read()
        code = process.wait()

    assert code == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    assert digest(published / "site") == before
    assert leftovers(published) == []


@pytest.mark.parametrize("closed", ["out", "out/site"])
def test_a_folder_that_cannot_be_written_to_is_told_before_the_work(built, closed):
    """Ten minutes of building for a refusal at the end would be a pity."""
    unprivileged = os.geteuid() or 65534
    code = f"""
import os
from deploylog.cli import building, main
main(["check"], standalone_mode=False)  # Loads all that only root may read.
if os.geteuid() == 0:
    os.setuid({unprivileged})
main(["build", "-d", "out/site"])
"""
    with tempfile.TemporaryDirectory() as above:  # pytest's own are closed to others than who runs the tests.
        folder = Path(above)
        folder.chmod(0o755)
        sites.write(folder, {LOG: (built / LOG).read_text(encoding="utf-8")})
        shutil.copytree(built / "site", folder / "out/site")
        for path in (folder / "out", folder / "out/site"):
            os.chown(path, unprivileged, -1)
        (folder / closed).chmod(0o555)

        done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
        (folder / closed).chmod(0o755)

    assert (done.returncode, done.stderr) == (
        1,
        "1 file checked, no problem found\n"
        f"Error: {closed} cannot be written to; out/site was left as it was\n"
        "  help: a build needs to write both to the folder that it makes and to the one above\n",
    )


def test_a_workshop_that_cannot_be_removed_is_told(tmp_path):
    """What stays is a whole site in size, and hidden."""
    left = tmp_path / ".site.deploylog-build-x"
    left.write_text("a file cannot be removed as a folder")
    told: list[Path] = []

    with swapping.workshop(tmp_path / "site", told.append) as folder:
        folder.rmdir()

    assert told == [left]


def make(folder: Path, letter: str) -> None:
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.html").write_text(letter * 1000)


SWAPPER = """
import itertools, sys
from pathlib import Path
from deploylog import swapping
sys.path.insert(0, {tests!r})
from test_building import make
target = Path({target!r})
for letter in itertools.cycle("ab"):
    with swapping.workshop(target) as folder:
        make(folder / swapping.NEW, letter)
        if {two}:
            swapping.swap_in_two(folder / swapping.NEW, folder / swapping.OLD, target)
        else:
            swapping.swap(folder, target)
    print(letter, flush=True)
"""


@pytest.mark.parametrize("two", [False, True], ids=["exchanged", "two renames"])
def test_a_swap_killed_at_any_moment_leaves_one_of_the_two_folders(tmp_path, two):
    """A reader between the two renames may find nothing; after the next start nobody does."""
    target = tmp_path / "site"
    make(target, "b")
    whole = {digest(target)}
    make(tmp_path / "other", "a")
    whole.add(digest(tmp_path / "other"))
    code = SWAPPER.format(tests=str(Path(__file__).parent), target=str(target), two=two)
    chance = random.Random(7)

    for _ in range(KILLS or 4):
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        if two:
            with swapping.workshop(target):
                pass
        assert digest(target) in whole

    with swapping.workshop(target):
        assert len(leftovers(tmp_path)) == 1


def test_a_folder_that_a_kill_left_in_the_workshop_comes_back(tmp_path):
    """Between two renames the old site is only there."""
    target = tmp_path / "site"
    make(target, "a")
    before = digest(target)
    left = tmp_path / ".site.deploylog-build-x"
    make(left, "unused")
    target.rename(left / swapping.OLD)

    with swapping.workshop(target):
        assert digest(target) == before

    assert leftovers(tmp_path) == []


def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new(published):
    """Machines stop, and people lose patience."""
    whole = {digest(published / "site")}
    log = (published / LOG).read_text(encoding="utf-8")
    (published / LOG).write_text(log.replace("goes in", "is in"), encoding="utf-8")
    begun = time.monotonic()
    assert deploylog(published, "build", "-d", "other").returncode == 0
    duration = time.monotonic() - begun
    whole.add(digest(published / "other"))
    chance = random.Random(11)

    for _ in range(KILLS or 2):
        command = [sys.executable, "-c", "from deploylog.cli import main; main(['build'])"]
        process = subprocess.Popen(
            command, cwd=published, env=environ(), stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.1, duration * 1.1))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert digest(published / "site") in whole

    assert deploylog(published, "build").returncode == 0
    assert digest(published / "site") in whole
    assert leftovers(published) == []
