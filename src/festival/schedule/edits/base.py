"""What all edits have in common."""

from pydantic import Field

from festival.schedule.model import Frozen, LocalLine, Severity


class BaseEdit(Frozen):
    """What all edits have."""

    reason: LocalLine = Field(default={})
    """Why, for visitors; shown beside what changed."""
    earlier: bool = False
    """Sessions may start earlier than was last said. Without it such an edit is refused: people would come too late."""

    @property
    def severity(self) -> Severity:
        """How much the change that it makes matters to visitors."""
        return "warning"
