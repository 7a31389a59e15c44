"""Debian's Chromium, and axe-core from npm, for the tests of pages.

Where one is missing, a test says that it did not run; where it must run (the environment
variable ``CI``) it fails, so that nothing passes unchecked.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools import miss

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def chromium(profile: Path, *, width: int = 1200) -> Iterator[Chrome]:
    """A Chromium without a window, that keeps its files in a folder."""
    driver, browser = shutil.which("chromedriver"), shutil.which("chromium")
    if driver is None or browser is None:
        miss("Chromium", "apt-get install chromium chromium-driver")
    try:
        from selenium import webdriver  # noqa: PLC0415 — a test dependency that may be missing
    except ImportError:
        miss("selenium", "pip install selenium")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},1000"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={profile}")
    chrome: Chrome = webdriver.Chrome(options, webdriver.ChromeService(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


def violations(chrome: Chrome, page: Path) -> list[str]:
    """What axe-core has against a page: a rule and an element each."""
    if not AXE.is_file():
        miss("axe-core", "npm install")
    chrome.get(page.as_uri())
    chrome.execute_script(AXE.read_text("utf-8"))
    found = chrome.execute_async_script("axe.run().then(arguments[0])")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
