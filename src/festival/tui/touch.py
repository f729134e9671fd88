"""What a finger or a mouse touches: it acts on release, and only on the target that it began on."""

from typing import Any

from textual.events import Blur, Click, Focus, Leave, MouseDown, MouseUp
from textual.reactive import reactive
from textual.widget import Widget


class Touchable(Widget, can_focus=True, inherit_bindings=False):
    """A widget with targets of its own: any values that compare equal while they are the same target.

    Textual makes a click of a release only over the widget that the touch began on, so a touch that began elsewhere,
    or was carried out of the widget, does nothing here.
    """

    pressed: reactive[Any] = reactive(None)
    """The target under the finger, None without one."""

    def target_at(self, x: int, y: int) -> Any:
        """Return what lies at a cell of this widget, None if that does nothing."""
        raise NotImplementedError

    def act_on(self, target: Any) -> None:
        """Do what a touch of `target` means."""
        raise NotImplementedError

    def on_mouse_down(self, event: MouseDown) -> None:
        """Show what a release would choose."""
        event.stop()
        self.pressed = self.target_at(event.x, event.y)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Keep the release to this widget; the click behind it acts."""
        event.stop()

    def on_click(self, event: Click) -> None:
        """Act, if the finger is still where it began."""
        event.stop()
        pressed, self.pressed = self.pressed, None
        if pressed is not None and pressed == self.target_at(event.x, event.y):
            self.act_on(pressed)

    def on_leave(self, _event: Leave) -> None:
        """Let go of the target: a finger that slid away chooses nothing."""
        self.pressed = None

    def on_focus(self, _event: Focus) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self, _event: Blur) -> None:
        """Show no cursor."""
        self.pressed = None
        self.refresh()
