"""GitLab: pipelines with their jobs, and deployments.

Understood are the answers of the REST API and webhooks, each alone, in lists, one a line, or wrapped by
whatever caught them.
"""

from collections.abc import Sequence

from deploylog.importers.documents import Node, glimpse, read, within
from deploylog.importers.gitlab.deployments import deployment_sketches
from deploylog.importers.gitlab.pipelines import pipeline_sketches
from deploylog.importers.gitlab.records import kind_of, sorted_out
from deploylog.importers.sketch import Sketch, Text, Wishes


class GitLabImporter:
    """Makes one log of each pipeline, and of each deployment."""

    name = "gitlab"
    summary = "GitLab: pipelines with their jobs, deployments (REST, webhooks)"

    def recognises(self, head: str, filename: str) -> bool:  # noqa: ARG002
        """Tell whether a record of GitLab's is in the head."""
        return any(kind_of(inner) for value in glimpse(head) for inner in within(value))

    def read(self, text: Text, wishes: Wishes) -> Sequence[Sketch]:
        """Read one file."""
        return self.read_together([text], wishes)

    def read_together(self, texts: Sequence[Text], wishes: Wishes) -> Sequence[Sketch]:
        """Read files that belong together: a pipeline and its jobs."""
        roots: list[Node] = []
        for text in texts:
            roots += read(text, wishes.timezone)
        found = sorted_out(roots)
        sketches = [*pipeline_sketches(found, wishes), *deployment_sketches(found, wishes)]
        for root in roots:
            root.document.check()
        return sketches


IMPORTER = GitLabImporter()
