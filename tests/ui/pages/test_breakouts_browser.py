"""The Breakouts page as a person uses it, in a real browser on the demo account."""

import re

import pytest
from playwright.sync_api import Page, expect

from kaltura.charts.labels import own_part
from kaltura.dataset import Dataset
from kaltura.metrics.breakout_tree import breakout_tree
from kaltura.metrics.breakouts import flagged
from kaltura.metrics.lift import lift
from kaltura.metrics.participation import never_joined, participation
from kaltura.ui.breakout_figures import lift_value, participation_value
from tests.conftest import Server, open_page, settled
from tests.ui.shown import IN_ADDRESS, SETTLED, demo_of_today, figure, query

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data() -> Dataset:
    return demo_of_today().select(SETTLED)


def test_figures_are_the_metrics_and_the_tree_opens_a_session(server: Server, page: Page, data: Dataset) -> None:
    open_page(page, server, f"/breakouts{IN_ADDRESS}")
    figures_are_the_metrics(page, data)
    page.get_by_role("tab").first.click()
    settled(page)
    the_tree_opens_a_room_then_a_session_then_its_page(page, data)


def figures_are_the_metrics(page: Page, data: Dataset) -> None:
    assert figure(page, "Participation") == participation_value(participation(data))
    assert figure(page, "Lift") == lift_value(lift(data))
    rows = flagged(data)
    assert figure(page, "Empty or solo") == f"{int((rows['empty'] | rows['solo']).sum())}"
    page.get_by_role("tab", name="Never joined").click()
    expect(page.get_by_text(re.compile(f"^{len(never_joined(data))} of [0-9,]+ people in"))).to_be_visible()


def the_tree_opens_a_room_then_a_session_then_its_page(page: Page, data: Dataset) -> None:
    tree = breakout_tree(data)
    leaf = tree[(tree["level"] == "breakout") & ~tree["other"] & (tree["participants"] > 0)].iloc[0]
    names = tree.set_index("id")["label"]
    session_id = leaf["parent"]
    room_id = tree.set_index("id")["parent"][session_id]
    treemap = page.locator("[class*=st-key-breakouts_tree] .treemaplayer")
    treemap.scroll_into_view_if_needed()

    def beginning(name: str) -> str:  # narrow boxes have no more
        return name.split(" – ", maxsplit=1)[0]

    def node(label: str) -> None:
        box = treemap.locator("g.slice").filter(has_text=label).first.bounding_box()
        assert box
        page.mouse.move(box["x"] + 12, box["y"] + 9)
        page.wait_for_timeout(400)
        page.mouse.down()
        page.mouse.up()
        page.wait_for_timeout(1200)  # Plotly zooms in
        settled(page)

    node(beginning(names[room_id]))
    others = tree[(tree["level"] == "room") & (tree["id"] != room_id)]["label"]
    expect(treemap.locator("g.slice").filter(has_text=beginning(others.iloc[0]))).to_have_count(0)
    node(" ".join(names[session_id].split()[:2]))
    node(own_part(leaf["label"], names[room_id]))
    page.wait_for_url(re.compile(r"/sessions\?"))
    assert query(page)["session"] == [leaf["cue_point_id"]]
