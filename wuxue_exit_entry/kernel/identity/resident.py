"""Eighteen-digit numbers: resident identity card (GB 11643-1999) and residence permit of 港澳台 residents."""

import re
from datetime import date

from wuxue_exit_entry.kernel.identity.values import Identity, IdentityProblem, IdKind, Sex, age_on
from wuxue_exit_entry.kernel.text import Note

LENGTH = 18
OLDEST_AGE = 150
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
# Signs that input methods and photographs put in the place of the final X.
_LIKE_X = str.maketrans(dict.fromkeys("\u00d7\u2715\u2716\u2573\u0425\u03a7\u2169", "X"))
# GB/T 2260, first two digits; 83 is only in the residence permits of people from Taiwan.
PROVINCES = {
    "11": "北京",
    "12": "天津",
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "31": "上海",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "50": "重庆",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "54": "西藏",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
    "71": "台湾",
    "81": "香港",
    "82": "澳门",
    "83": "台湾居民",
}
HMT_REGIONS = {"810000": "HKG", "820000": "MAC", "830000": "TWN"}


def check_digit(first_17: str) -> str:
    """The last sign of an 18-digit number: ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def parse_resident_id(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """居民身份证. Raises: IdentityProblem."""
    number = require_shape(number)
    if number.startswith("9"):
        raise IdentityProblem("is_pr_card")
    if number[:6] in HMT_REGIONS:
        raise IdentityProblem("is_hmt_residence")
    if number[:2] not in PROVINCES:
        raise IdentityProblem("region_unknown")
    return _identity(IdKind.RESIDENT_ID, typed, number, notes, today)


def parse_hmt_residence(typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    """港澳台居民居住证. Raises: IdentityProblem."""
    number = require_shape(number)
    if number[:6] not in HMT_REGIONS:
        raise IdentityProblem("not_hmt_residence")
    return _identity(IdKind.HMT_RESIDENCE, typed, number, notes, today)


def require_shape(number: str) -> str:
    """Seventeen digits and a digit or X. Raises: IdentityProblem for anything else."""
    number = fold_x(number)
    if re.fullmatch(r"[0-9]{15}", number):
        raise IdentityProblem("old_15_digits")
    if len(number) != LENGTH:
        raise IdentityProblem("wrong_length", wanted=LENGTH, typed=len(number))
    if not has_shape(number):
        raise IdentityProblem("not_digits")
    return number


def has_shape(number: str) -> bool:
    """Whether a number is seventeen digits and a digit or X."""
    return re.fullmatch(r"[0-9]{17}[0-9X]", number) is not None


def fold_x(number: str) -> str:
    """The number with a real X where a sign was typed that looks like one."""
    return number.translate(_LIKE_X)


def require_checksum(number: str) -> None:
    """Raises: IdentityProblem when the last sign does not fit the others; the right one is not given away."""
    if check_digit(number[:17]) != number[17]:
        raise IdentityProblem("checksum")


def birth_date_of(number: str, today: date) -> date:
    """Digits 7 to 14. Raises: IdentityProblem for a day that never was, is yet to come, or is too long ago."""
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityProblem("birth_impossible") from None
    if birth_date > today:
        raise IdentityProblem("birth_future")
    if age_on(birth_date, today) > OLDEST_AGE:
        raise IdentityProblem("birth_too_early")
    return birth_date


def _identity(kind: IdKind, typed: str, number: str, notes: tuple[Note, ...], today: date) -> Identity:
    birth_date = birth_date_of(number, today)
    require_checksum(number)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Identity(kind, typed, number, number, birth_date, sex, "", number[:6], notes)
