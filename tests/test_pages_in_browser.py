"""Every kind of page in a browser: nobody is kept out, nothing runs, everything fits a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import DESK, LOOKS, PHONE, Look, chromium, screenshot, show, violations
from tests.test_pages_site import HOSTILE, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver import Chrome

ROOT = Path(__file__).parents[1]
PAGES = (
    "index",
    "404",
    "list/event",
    "doc/event/record-shift-1935-08-31",
    "doc/essay/year-of-the-stakhanovite",
    "doc/essay/c01",
    "doc/person/aleksei-stakhanov",
    "doc/place/irmino",
    "doc/topic/production-record",
    "doc/disagreement/k7-second-record",
    "doc/dataset",
    "doc/ontology",
    "doc/shapes",
    "view/timeline",
    "view/timeline/lives",
    "view/video",
    "view/places",
    "view/topics",
    "view/claims",
    "view/claims/conflicts",
    "view/claims/stance/alleged",
    "view/about",
    "search",
)
LANGUAGES = ("", "ru/")


@pytest.fixture(scope="module")
def site(reference_publication: Path) -> Path:
    return reference_publication


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("root", LANGUAGES)
def test_axe_reports_nothing(chrome: Chrome, site: Path, root: str, look: Look) -> None:
    show(chrome, look)
    found = {page: violations(chrome, (site / f"{root}{page}.html").as_uri()) for page in PAGES}
    assert {page: reported for page, reported in found.items() if reported} == {}


@pytest.mark.parametrize("root", LANGUAGES)
def test_pages_fit_a_phone(chrome: Chrome, site: Path, root: str) -> None:
    show(chrome, PHONE)
    for page in PAGES:
        chrome.get((site / f"{root}{page}.html").as_uri())
        width = chrome.execute_script("return document.documentElement.scrollWidth")
        assert width <= PHONE.width, page


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_drawn_in_its_style(chrome: Chrome, site: Path, page: str, look: Look) -> None:
    show(chrome, look)
    chrome.get((site / f"{page}.html").as_uri())
    if page != "404":  # which leads to its style by the archive's own address
        family = "return getComputedStyle(document.body).fontFamily"
        assert "Iowan" in chrome.execute_script(family)
        paper = "return getComputedStyle(document.body).backgroundColor"
        assert (chrome.execute_script(paper) == "rgb(248, 243, 231)") == (look.scheme == "light")
    assert len(screenshot(chrome, look, page)) > 5000


def test_pages_are_light(site: Path) -> None:
    style = (site / "static/style.css").stat().st_size
    for page in PAGES:
        assert (site / f"{page}.html").stat().st_size + style < 150_000, page


def test_hostile_texts_run_no_script(chrome: Chrome, tmp_path: Path) -> None:
    written(tmp_path, HOSTILE)
    for file in sorted(tmp_path.rglob("*.html")):
        chrome.get(file.as_uri())
        assert chrome.title != "hurt", file


def test_paper_is_white_and_ink_is_dark_in_any_scheme(chrome: Chrome, site: Path) -> None:
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [dark]})
    try:
        chrome.get((site / "doc/person/aleksei-stakhanov.html").as_uri())
        shown = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
        assert chrome.execute_script(shown, "body", "backgroundColor") == "rgb(255, 255, 255)"
        assert chrome.execute_script(shown, ".value", "color") == "rgb(0, 0, 0)"
        assert chrome.execute_script(shown, ".evidence", "color") == "rgb(95, 86, 75)"
        assert chrome.execute_script(shown, "nav", "display") == "none"
    finally:
        chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_skip_link_is_the_first_that_the_keyboard_reaches(chrome: Chrome, site: Path) -> None:
    from selenium.webdriver.common.keys import Keys  # noqa: PLC0415 a test dependency

    show(chrome, DESK)
    chrome.get((site / "index.html").as_uri())
    chrome.switch_to.active_element.send_keys(Keys.TAB)
    assert chrome.switch_to.active_element.get_attribute("class") == "skip"
