"""The calendar of working days.

The State Council publishes each year which days are off and which weekends are worked; until then the statutory
days are estimated. What is entered always goes before what is estimated.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from holidays import country_holidays

SATURDAY = 5
FIRST_KNOWN_YEAR, LAST_KNOWN_YEAR = 1950, 2100  # of the package `holidays`
ONE_DAY = timedelta(days=1)
# The seven festivals of the 全国年节及纪念日放假办法, article 2; the eve belongs to the Spring Festival.
SPRING_FESTIVAL = "春节"
FESTIVALS = ("元旦", SPRING_FESTIVAL, "清明节", "劳动节", "端午节", "中秋节", "国庆节")


class StatutoryYear(NamedTuple):
    """What is known of a year without its notice."""

    days_off: Mapping[date, str]
    festivals: Mapping[str, frozenset[date]]


class Calendar:
    """Working days from the entered days and, where a year is not complete, from the statutory ones."""

    def __init__(self, holidays: Mapping[date, str], workdays: Mapping[date, str]) -> None:
        self._holidays = dict(holidays)
        self._workdays = dict(workdays)
        self._published: dict[int, bool] = {}

    def is_workday(self, day: date) -> bool:
        """Whether the hall works on this day."""
        if day in self._workdays:
            return True
        if day.weekday() >= SATURDAY:
            return False
        return not self.holiday_name(day)

    def holiday_name(self, day: date) -> str:
        """The festival for which a day is off, Chinese; nothing on working days and on plain weekends."""
        if day in self._workdays:
            return ""
        if day in self._holidays:
            return self._holidays[day]
        if self.is_published(day.year):
            return ""
        return statutory_year(day.year).days_off.get(day, "")

    def is_published(self, year: int) -> bool:
        """Whether the year's notice has been entered: some day of each of the seven festivals is there."""
        if year not in self._published:
            festivals = statutory_year(year).festivals
            self._published[year] = bool(festivals) and all(
                any(day in self._holidays for day in days) for days in festivals.values()
            )
        return self._published[year]

    def estimated_days(self, year: int) -> dict[date, str]:
        """The days off that are estimated because the notice of the year is not entered; none when it is."""
        if self.is_published(year):
            return {}
        known = statutory_year(year).days_off.items()
        return {day: name for day, name in known if day not in self._holidays and day not in self._workdays}

    def next_workday(self, day: date) -> date:
        """The first working day after a day."""
        return self._step(day, ONE_DAY)

    def previous_workday(self, day: date) -> date:
        """The last working day before a day."""
        return self._step(day, -ONE_DAY)

    def add_workdays(self, day: date, count: int) -> date:
        """The day on which a limit of working days ends; the day of receipt is not counted.

        民法典 article 201: the period begins on the day after; 外国人入境出境管理条例 article 36 leaves holidays out.
        """
        if count < 0:
            raise ValueError("a limit has no negative days")
        for _ in range(count):
            day = self.next_workday(day)
        return day

    def _step(self, day: date, step: timedelta) -> date:
        day += step
        while not self.is_workday(day):
            day += step
        return day


@lru_cache(maxsize=64)
def statutory_year(year: int) -> StatutoryYear:
    """The statutory days of a year as the package computes them; none outside the years that it knows."""
    if not FIRST_KNOWN_YEAR <= year <= LAST_KNOWN_YEAR:
        return StatutoryYear({}, {})
    labels = country_holidays("CN", years=year, language="zh_CN").items()
    named = {day: names for day, label in labels if (names := _festival_names(label))}
    festivals = {
        festival: frozenset(day for day, names in named.items() if festival in names) for festival in FESTIVALS
    }
    return StatutoryYear({day: "、".join(names) for day, names in named.items()}, festivals)


def _festival_names(label: str) -> tuple[str, ...]:
    """The festivals in a label of the package, such as «国庆节（补假）» or «中秋节; 国庆节».

    None for a rest day that some weekend pays for: without the notice no weekend is worked either.
    """
    names = tuple(festival for festival in FESTIVALS if festival in label)
    return names or ((SPRING_FESTIVAL,) if "除夕" in label else ())
