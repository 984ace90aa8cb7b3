"""A real Chromium for tests: nothing leaves the machine, every console error and violated rule is kept.

Without /usr/bin/chromium browser tests are reported as not run; BROWSER_TESTS=required makes that a failure.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PHONE = (360, 740)
NARROW = (320, 640)
DESK = (1366, 768)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this pytest process."""
    if not CHROMIUM.exists():
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"not run: {CHROMIUM} is missing")
    # The driver keeps an event loop running in this thread; tests beside it still use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


class Watched:
    """A page, what its console said, and which addresses off the site it asked for."""

    def __init__(
        self, browser: Browser, size: tuple[int, int], *, javascript: bool = True, mode: str = "", origin: str = ""
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=javascript, locale="zh-CN"
        )
        if mode:
            self.context.add_cookies([{"name": "mode", "value": mode, "url": origin}])
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.left: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.route("**/*", self._fence)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def _fence(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            self.left.append(route.request.url)
            route.abort()

    def close(self) -> None:
        self.context.close()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size, the page staying as it is."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def violations(self) -> list[str]:
        """Return what axe finds on the page as it is."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{v['impact']} {v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def small_targets(self, least: int = 24) -> list[str]:
        """Return what can be pressed but is smaller than `least`; links inside a sentence are exempt (WCAG 2.5.8)."""
        return list(self.page.evaluate(SMALL_TARGETS, least))

    def complaints(self) -> list[str]:
        """Return everything that a page may not do: rules, console, requests off the site, sideways scrolling."""
        wide = [f"{self.overflow()} px too wide"] if self.overflow() > 0 else []
        return self.violations() + wide + self.said + [f"asked for {url}" for url in self.left]


SMALL_TARGETS = """(least) => Array.from(document.querySelectorAll("a[href],button,input,select,textarea,summary"))
  .filter(e => e.getClientRects().length && getComputedStyle(e).display !== "inline" && !e.closest(".sr"))
  .filter(e => { const b = e.getBoundingClientRect(); return b.height < least || b.width < least; })
  .filter(e => !(e.labels && e.labels.length && e.labels[0].getBoundingClientRect().height >= least))
  .map(e => e.outerHTML.slice(0, 120))"""
