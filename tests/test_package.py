"""What holds for the checkout as a whole: layers, names, versions, and what README promises."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import deploylog
import dev
import sites
from deploylog import cli

PACKAGE = dev.ROOT / "generator" / "deploylog"
MODULES = sorted(PACKAGE.rglob("*.py"))
README = (dev.ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Give the top names of what a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_lower_layers_never_import_upper_ones():
    """The house stays one that can be read from the bottom up; a new module must name its layer."""
    command = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([command, "--no-cache"], capture_output=True, text=True, cwd=dev.ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.unmeasured
def test_only_the_plugin_knows_mkdocs_and_nobody_the_theme():
    """The pages can move to another engine, and only one package has to follow."""
    users = {path.relative_to(PACKAGE).as_posix() for path in MODULES if "mkdocs" in imported(path)}

    assert {user.partition("/")[0] for user in users} == {"plugin"}
    assert not any("material" in imported(path) for path in MODULES)


def test_a_step_waits_for_nothing_that_it_does_not_need():
    """While a bridge waits, `deploylog step` loads no importer, no template and no page."""
    program = (
        "import sys; from deploylog.cli import main; main(['step', '--help'], standalone_mode=False);"
        "print(*sorted({name.split('.')[1] for name in sys.modules if name.startswith('deploylog.')}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.splitlines()[-1].split())
    assert {"cli", "livelog", "logs"} <= loaded
    assert loaded & {"importers", "templates", "pages", "site", "feeds", "charts"} == set()


def test_no_module_outgrows_one_job():
    """Three hundred lines are read in one sitting."""
    lengths = {str(p.relative_to(PACKAGE)): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}

    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_the_changelog_tells_of_this_version():
    """A release that nobody can read about is not one."""
    changelog = (dev.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\n## [{deploylog.__version__}]" in changelog


def test_every_dependency_is_pinned_for_development():
    """Today's fresh clone and next year's test the same programs."""
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = [*PROJECT["project"]["dependencies"], *dev.dev_dependencies()]

    assert {re.split(r"[<>=!~;\[ ]", name, maxsplit=1)[0].lower() for name in wanted} - pinned == set()


@pytest.mark.parametrize(("words", "code"), [([], 0), (["-h"], 0), (["publish"], 2)])
def test_dev_py_says_what_it_can_do(words, code, tmp_path):
    """A newcomer types its name first, from wherever they are."""
    done = subprocess.run(
        [sys.executable, str(dev.ROOT / "dev.py"), *words], capture_output=True, text=True, cwd=tmp_path
    )

    assert done.returncode == code
    for command in ("python3 dev.py serve", "python3 dev.py test"):
        assert command in done.stdout + done.stderr
        assert command in README


def test_the_log_that_readme_shows_is_sound(tmp_path):
    """It is the first one that a newcomer copies."""
    [log] = re.findall(r"```yaml\n(# yaml-language-server.*?)```", README, re.DOTALL)
    folder = sites.write(tmp_path, {"posts/2024-05-04-checkout.yml": log, "mkdocs.yml": site_of_readme()})
    done = CliRunner().invoke(cli.main, ["check", str(folder / "posts")])

    assert done.stderr == "1 file checked, no problem found\n", done.stdout
    assert "checkout" in sites.build_here(folder, tmp_path / "site").joinpath("index.html").read_text(
        encoding="utf-8"
    )


def site_of_readme() -> str:
    [site] = re.findall(r"```yaml\n(site_name.*?)```", README, re.DOTALL)
    assert yaml.safe_load(site)["plugins"]
    return str(site)


def test_every_file_that_the_documents_name_is_there():
    """A link that leads nowhere is the first thing a newcomer clicks."""
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        text = (dev.ROOT / document).read_text(encoding="utf-8")
        targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
        assert [target for target in targets if not (dev.ROOT / target).exists()] == [], document
