"""Debian's Chromium, and axe-core from npm, for the tests of pages.

Where one is missing, a test says that it did not run; where it must run (the environment
variable ``CI``) it fails, so that nothing passes unchecked. What tests see of pages is kept for
people in the folder that the variable ``LOD_ARCHIVE_SCREENSHOTS`` names, if it names one.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tools import miss

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"

SCREENSHOTS = "LOD_ARCHIVE_SCREENSHOTS"
_TALLEST = 4000
"""How much of a page a screenshot shows, in pixels."""


@dataclass(frozen=True)
class Look:
    """How a page is looked at: in a window of this width, in this scheme of colours."""

    width: int
    scheme: str = "light"

    @property
    def name(self) -> str:
        return f"{self.width}-{self.scheme}"


DESK, DARK, PHONE = Look(1200), Look(1200, "dark"), Look(360)
DARK_PHONE = Look(360, "dark")
LOOKS = (DESK, DARK, PHONE, DARK_PHONE)


def show(chrome: Chrome, look: Look) -> None:
    """Show the pages to come in this way."""
    size = {"width": look.width, "height": 900, "deviceScaleFactor": 1}
    is_phone = look.width == PHONE.width
    chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {**size, "mobile": is_phone})
    scheme = {"name": "prefers-color-scheme", "value": look.scheme}
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def screenshot(chrome: Chrome, look: Look, page: str) -> bytes:
    """What is shown now, all of it; kept for people if they want it."""
    height = chrome.execute_script("return document.documentElement.scrollHeight")
    area = {"x": 0, "y": 0, "width": look.width, "height": min(height, _TALLEST), "scale": 1}
    asked = {"clip": area, "captureBeyondViewport": True}
    image = base64.b64decode(chrome.execute_cdp_cmd("Page.captureScreenshot", asked)["data"])
    if folder := os.environ.get(SCREENSHOTS):
        name = re.sub(r"[^\w.-]+", "_", page)
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"{name}.{look.name}.png").write_bytes(image)
    return image


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


def violations(chrome: Chrome, address: str) -> list[str]:
    """What axe-core has against a page: a rule and an element each."""
    chrome.get(address)
    return violations_here(chrome)


def violations_here(chrome: Chrome) -> list[str]:
    """What axe-core has against the page that is shown."""
    if not AXE.is_file():
        miss("axe-core", "npm install")
    chrome.execute_script(AXE.read_text("utf-8"))
    found = chrome.execute_async_script("axe.run().then(arguments[0])")
    return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
