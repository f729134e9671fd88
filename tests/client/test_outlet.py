"""What waits between the follower and a screen that looks seldom."""

from festival.client.followed import Followed, Freshness
from festival.client.outlet import CHANGES_CAP, Outlet
from festival.schedule.changes import Change
from hub.rig import programme
from schedule.examples import at

SCHEDULE = programme()
TOUCH = {"kind": "session", "id": "band", "after": {}}


def put(outlet: Outlet, count: int) -> None:
    for number in range(1, count + 1):
        made = {"revision": number, "at": at("13:00"), "by": "", "kind": "k", "touches": [TOUCH]}
        change = Change.model_validate(made)
        outlet.put(Followed(SCHEDULE, Freshness("live"), (change,)), is_whole=False)


async def test_who_looks_seldom_gets_every_change_but_not_without_end() -> None:
    outlet = Outlet()
    put(outlet, CHANGES_CAP)
    assert [change.revision for change in (await outlet.take()).changes] == [*range(1, CHANGES_CAP + 1)]
    put(outlet, CHANGES_CAP + 2)
    assert (await outlet.take()).changes == ()
    put(outlet, 1)
    assert len((await outlet.take()).changes) == 1
