"""How often a whole schedule is fetched, which costs a hundred times what a change costs."""

from festival.client.timings import Ration, Timings


class Seconds:
    """A ration and its clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ration = Ration(Timings(), lambda: self.now)

    def taken(self, until: int, *, is_first: bool) -> list[int]:
        """Ask every second; return when one was granted."""
        found = []
        for second in range(until):
            self.now = float(second)
            if self.ration.take(is_first=is_first):
                found.append(second)
        return found


def test_one_a_minute() -> None:
    assert Seconds().taken(200, is_first=False) == [0, 60, 120, 180]


def test_the_first_of_an_epoch_is_tried_more_often_at_first() -> None:
    assert Seconds().taken(250, is_first=True) == [0, 2, 6, 14, 30, 62, 122, 182, 242]


def test_after_two_minutes_without_a_try_it_begins_anew() -> None:
    seconds = Seconds()
    seconds.taken(31, is_first=True)
    seconds.now = 150.0
    assert seconds.ration.take(is_first=True)
    seconds.now = 152.0
    assert seconds.ration.take(is_first=True)


def test_what_brought_nothing_new_does_not_count() -> None:
    ration = Seconds().ration
    assert ration.take(is_first=False)
    ration.give_back()
    assert [ration.take(is_first=False) for _ in range(2)] == [True, False]
