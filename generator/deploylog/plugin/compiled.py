"""Templates of a theme as they were compiled before, in memory: MkDocs begins every build with none."""

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What was compiled, by template; one whose text has changed is compiled again."""

    def __init__(self) -> None:
        self._octets: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template what was compiled of it."""
        if bucket.key in self._octets:
            bucket.bytecode_from_string(self._octets[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take note of what was compiled."""
        self._octets[bucket.key] = bucket.bytecode_to_string()
