"""GitHub: Actions runs with their jobs, deployments with their statuses.

Understood are the answers of the REST API (`gh api`), what `gh run view --json` and `gh run list --json`
print, and webhooks, each alone, in lists, one a line, or wrapped by whatever caught them.
"""

from collections.abc import Sequence

from deploylog.importers.documents import Node, glimpse, read, within
from deploylog.importers.github.deployments import deployment_sketches
from deploylog.importers.github.records import kind_of, sorted_out
from deploylog.importers.github.workflows import run_sketches
from deploylog.importers.sketch import Sketch, Text, Wishes


class GitHubImporter:
    """Makes one log of each attempt at a run, and of each deployment."""

    name = "github"
    summary = "GitHub: Actions runs with their jobs, deployments with their statuses (gh, REST, webhooks)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether a record of GitHub's is in the head."""
        return any(kind_of(inner) for value in glimpse(head) for inner in within(value))

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        return self.read_together([text], wishes)

    def read_together(self, texts: Sequence[Text], wishes: Wishes) -> Sequence[Sketch]:
        """Read files that belong together: a run and its jobs, a deployment and its statuses."""
        roots: list[Node] = []
        for text in texts:
            roots += read(text, wishes.timezone)
        found = sorted_out(roots)
        sketches = [*run_sketches(found, wishes), *deployment_sketches(found, wishes)]
        for root in roots:
            root.document.check()
        return sketches


IMPORTER = GitHubImporter()
