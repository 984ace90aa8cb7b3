"""Somebody who books in a real browser."""

from collections.abc import Mapping

from tests.support import pages
from tests.support.browser import Watched

PHONE_NUMBER = "13800000026"
ANSWERS = {"age": "18-59"}  # everything else is answered with the last choice: no, elsewhere


class Applicant:
    """Somebody with a phone in the hand; `seen` keeps what each page did that it may not do."""

    def __init__(self, watched: Watched, site: str, language: str, *, script: bool = True) -> None:
        self.watched, self.page = watched, watched.page
        self.home = site + ("/en/" if language == "en" else "/")
        self.script = script
        self.seen: dict[str, list[str]] = {}
        self.pages = 0

    def arrive(self, name: str) -> None:
        """Judge the page that has opened; a refusal's own status in the console is meant."""
        self.page.wait_for_load_state("load")
        self.pages += 1
        self.watched.said = [line for line in self.watched.said if "status of 4" not in line]
        if not self.script:
            return  # axe needs script; the same pages are judged with it
        found = self.watched.complaints() + self.watched.small_targets()
        if found:
            self.seen[f"{self.pages} {name}"] = found

    def answer_everything(self, item: str, answers: Mapping[str, str] = ANSWERS) -> None:
        self.page.goto(self.home + f"services/{item}/questions/")
        while "/questions/" in self.page.url:
            self.arrive("question")
            fields = self.page.locator("main input[type=radio]")
            asked = fields.first.get_attribute("name")
            wanted = self.page.locator(f"main input[value='{answers.get(asked or '', '')}']")
            (wanted if wanted.count() else fields).last.check(force=True)
            self.page.click("main form button")

    def answer_urgently(self, item: str) -> None:
        self.answer_everything(item, {**ANSWERS, "urgent": "yes"})

    def choose_a_time(self) -> None:
        self.page.locator("a[href*='/book/slots/']").first.click()
        self.arrive("slots")
        self.page.locator(".band-radio").first.check(force=True)
        self.page.click(".pick-bar button")

    def fill_in(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f"[name={name.replace('__', '-')}]", value)
        self.page.check("[name=consent]")
        self.page.click("main form:has([name=consent]) > button")

    def prove_the_phone(self) -> None:
        self.page.fill("[name=code]", pages.last_code(PHONE_NUMBER))
        self.page.click("main form:has([name=code]) > button")

    def press(self, text: str) -> None:
        self.page.locator("main").get_by_role("button", name=text, exact=True).click()
