"""Made-up content of the gallery, in both languages; no real person, number or fee."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django import forms

from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.ui import formats
from wuxue_exit_entry.ui.forms import DateField, DatePartsField, Form
from wuxue_exit_entry.ui.parts import Band, Copy, Day, Event, Fact, Finding, Item, Point, Row, Series, Tab


def say(zh: str, en: str) -> str:
    """Return the text in the language in force; made-up content is not in the catalogue."""
    return en if formats.is_english() else zh


class Verdict(Enum):
    """An enum as `{% ui_status %}` wants it."""

    READY = ("齐", "ok")
    CHECK = ("待核", "warn")
    MISSING = ("缺 1", "danger")

    @property
    def label(self) -> str:
        """The word on the tag."""
        return self.value[0]

    @property
    def tone(self) -> str:
        """The colour of the tag."""
        return self.value[1]


class SampleUser:
    """Whoever is signed in, as the masthead wants it."""

    is_authenticated = True
    name = "李警官"
    unit = "3 号窗"


class SampleForm(Form):
    """One field of each shape."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = [
            ("self", say("本人", "Myself")),
            ("child", say("未满 16 周岁的孩子", "A child under 16")),
            ("family", say("全家一起", "My family together")),
        ]
        self.fields["who"] = forms.ChoiceField(
            label=say("为谁办理？", "Who is it for?"),
            choices=who,
            widget=forms.RadioSelect,
            help_text=say("孩子由父母代为预约。", "Parents book for their children."),
        )
        self.fields["name"] = forms.CharField(
            label=say("姓名", "Name"),
            help_text=say("与证件上一致。", "As on the document."),
            error_messages={"required": say("请填写姓名。", "Enter the name.")},
        )
        self.fields["phone"] = forms.CharField(
            label=say("手机号", "Mobile number"),
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "data-size": "12"}),
        )
        self.fields["born"] = DatePartsField(label=say("出生日期", "Date of birth"))
        self.fields["expires"] = DateField(
            label=say("有效期至", "Valid until"), help_text=say("例如 2027-03-11", "For example 2027-03-11")
        )
        self.fields["pickup"] = forms.ChoiceField(
            label=say("领证方式", "Collection"),
            choices=[("desk", say("到大厅领", "At the hall")), ("ems", say("邮政快递", "By EMS"))],
        )
        self.fields["note"] = forms.CharField(label=say("说明", "Remarks"), widget=forms.Textarea(attrs={"rows": 3}))
        self.fields["letter"] = forms.FileField(label=say("证明文件", "Evidence"))
        self.fields["consent"] = forms.BooleanField(
            label=say("我已阅读并同意告知事项", "I have read and accept the notice")
        )


def everything() -> dict[str, Any]:
    """Return the context of all gallery pages."""
    at = clock.local(clock.now()).replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=1)
    return {
        "at": at,
        "until": at + timedelta(minutes=30),
        "verdicts": list(Verdict),
        "user": SampleUser(),
        "nav": [
            {"label": label, "url": "#", "current": i == 0, "badge": 2 if i == 4 else None}
            for i, label in enumerate(("预约档案", "绿色通道", "检索", "事项维护", "消息", "总览", "审计"))
        ],
        "alarms": [],
        "sample": SampleForm(initial={"who": "child", "expires": at.date()}),
        "bad": SampleForm({"name": "", "who": "self", "born_0": "1990", "born_1": "2", "born_2": "30"}),
        **_public(at),
        **_desk(at),
        **_figures(),
    }


def _public(at: datetime) -> dict[str, Any]:
    return {
        "bring": [
            Item(say("居民身份证原件", "Resident ID card, original"), say("验人像和号码", "To check face and number")),
            Item(say("旧护照原件", "Old passport"), say("换发要收回剪角", "It is cut and given back")),
            Item(
                say("孩子的出生医学证明", "Birth certificate of the child"),
                say("孩子未满 16 周岁，证明监护关系", "Under 16: proof of guardianship"),
            ),
        ],
        "not_needed": [
            Item(
                say("户口簿", "Household register"),
                say("公安人口库，今天 08:31 可用", "Population register, 08:31 today"),
            ),
            Item(say("相片", "Photograph"), say("大厅免费拍，当场合格", "Taken here free of charge")),
            Item(say("复印件", "Photocopies"), say("窗口扫描", "Scanned at the window")),
        ],
        "big": [
            Fact(say("120 元", "120 yuan"), say("每本", "each")),
            Fact(say("7 天", "7 days"), say("工作日内承诺", "working days, promised")),
            Fact(say("约 25 分", "25 min"), say("两人在厅时间", "in the hall for two")),
        ],
        "weak_facts": [
            Fact(say("未公布", "Not known"), say("费用", "fee"), weak=True),
            Fact("30", say("法定天数", "days by law")),
        ],
        "services": [
            Item(
                say("普通护照", "Ordinary passport"), say("120 元 ・ 7 个工作日", "120 yuan · 7 working days"), url="#a"
            ),
            Item(
                say("往来港澳通行证与签注", "Hong Kong and Macao permit"),
                say("60 元起 ・ 7 个工作日", "from 60 yuan · 7 working days"),
                url="#b",
            ),
            Item(
                say("往来台湾通行证", "Taiwan permit"), say("60 元 ・ 7 个工作日", "60 yuan · 7 working days"), url="#c"
            ),
            Item(
                say("外国人签证、居留", "Visas and residence of foreigners"),
                say("部分须到黄冈办理", "some in Huanggang"),
                url="#d",
            ),
            Item(say("急事急办（绿色通道）", "Urgent cases (green channel)"), say("7 种情形", "7 grounds"), url="#e"),
        ],
        "foreign_bring": [
            Item(say("护照和有效签证", "Passport and current visa")),
            Item(say("住宿登记证明", "Lodging registration slip"), tag=say("我们打印", "we print it for you")),
            Item(say("单位证明", "Letter from your employer")),
        ],
        "days": _days(at),
        "bands": _bands(at),
        "answers": [
            Row(say("事项", "Service"), say("普通护照换发", "Passport renewal"), "#1"),
            Row(say("时间", "When"), formats.daytime(at), "#2"),
            Row(say("姓名", "Name"), say("刘晓婷", "LIU XIAOTING"), "#3"),
            Row(say("证件号码", "Number"), "4211 **** **** 0026", "#4"),
            Row(say("手机号", "Mobile"), "138 **** 0026", "#5"),
        ],
        "next": [
            Event(
                say("我们准备您的档案", "We prepare your file"),
                say(
                    "每个工作日检索两次，缺什么马上告诉您",
                    "twice each working day; we tell you at once if anything is missing",
                ),
                state="current",
            ),
            Event(say("提醒", "Reminder"), say("前一个工作日和两小时前", "the working day before, and 2 hours before")),
            Event(say("来办、办好、就走", "Come, be served, leave"), say("约 15 分钟", "about 15 minutes")),
        ],
    }


def _days(at: datetime) -> list[Day]:
    left = [0, 9, 14, 22, 24, 18, 24, 24, 21, 24]
    on = at.date() - timedelta(days=1)
    days: list[Day] = []
    while len(days) < len(left):
        if on.weekday() < 5 or len(days) < 2:
            n = left[len(days)]
            days.append(Day(on, n, "?day" if n else "", len(days) == 1))
        on += timedelta(days=1)
    return days


def _bands(at: datetime) -> list[Band]:
    left = {
        "08:30": 0,
        "09:00": 1,
        "09:30": 4,
        "10:00": 2,
        "10:30": 0,
        "11:00": 2,
        "14:30": 3,
        "15:00": 4,
        "15:30": 0,
        "16:00": 2,
        "16:30": 1,
        "17:00": 0,
    }
    return [
        Band(at.replace(hour=int(t[:2]), minute=int(t[3:])), n, "?band" if n else "", selected=t == "09:30")
        for t, n in left.items()
    ]


def _desk(at: datetime) -> dict[str, Any]:
    cases = [
        ("09:30", "7K3M92PD", "刘晓婷", "普通护照换发 ×2", Verdict.MISSING),
        ("09:30", "2QF8T6XA", "SMITH JAMES", "签证延期", Verdict.CHECK),
        ("10:00", "9D4HWW3C", "胡敏", "港澳探亲签注", Verdict.CHECK),
        ("08:30", "K7T2M5PB", "张建国", "普通护照首次", Verdict.READY),
        ("08:30", "3XJ6R8QN", "王芳", "港澳通行证换发", Verdict.READY),
        ("09:00", "5VC9L2HD", "李红梅", "台湾通行证首次", Verdict.READY),
        ("09:00", "8MP4Z7KT", "陈磊", "普通护照换发", Verdict.READY),
        ("09:30", "6BW3N9GX", "周自强", "普通护照补发", Verdict.READY),
    ]
    return {
        "cases": cases,
        "stats": [
            Fact(36, "明日预约"),
            Fact(31, "已登记建档"),
            Fact(3, "要处理", tone="danger"),
            Fact(2, "可批量登记"),
        ],
        "chips": [Tab("例外", "?v=1", True, 3), Tab("齐", "?v=2", count=33), Tab("今天", "?v=3"), Tab("明天", "?v=4")],
        "tabs": [Tab("档案", "?t=1", True), Tab("消息", "?t=2", count=4), Tab("经过", "?t=3")],
        "findings": [
            Finding(
                "danger",
                "单位同意函未到",
                "本人申报为登记备案国家工作人员。请在 11-25 17:00 前上传，或当日带来原件。",
                "已于 09:02 告知 ・ 未读",
            ),
            Finding("ok", "身份证与人口库一致", "姓名、号码、照片"),
            Finding("ok", "旧护照 2027-03-11 到期", "满足换发条件：有效期不足 6 个月"),
            Finding("ok", "子女监护关系已查到", "户籍库，同户"),
            Finding("ok", "无同类在办预约"),
        ],
        "copies": [
            Copy("姓名", "刘晓婷", key="1"),
            Copy("证件号", "421182199003070026", "4211 **** **** 0026", key="2"),
        ],
        "ticks": [
            ("居民身份证", "验原件", True),
            ("旧护照", "收回", True),
            ("单位同意函", "补登", False),
            ("相片 ×2", "大厅拍", True),
        ],
        "log": [
            Event("第 1 次检索：缺 1 样", at=at - timedelta(days=1, minutes=30)),
            Event("短信告知（编号 M-2041）", at=at - timedelta(days=1, minutes=28)),
            Event("网上预约（手机）", at=at - timedelta(days=2, hours=-11)),
        ],
        "counts": [
            Tab("新增", "?c=1", True, 214),
            Tab("变更", "?c=2", count=96),
            Tab("未变", "?c=3", count=12871),
            Tab("将撤销", "?c=4", count=31),
            Tab("有误", "?c=5", count=14, tone="danger"),
        ],
    }


def _figures() -> dict[str, Any]:
    week = ["11-18", "11-19", "11-20", "11-23", "11-24", "11-25"]
    booked = [Point(d, v, f"?day={d}") for d, v in zip(week, (28, 31, 36, 22, 30, 36), strict=True)]
    came = [Point(d, v, f"?came={d}") for d, v in zip(week, (27, 29, 35, 21, 30, None), strict=True)]
    hours = ["08", "09", "10", "11", "14", "15", "16"]
    heat = [
        Series(name, [Point(h, (i * 3 + j * 5) % 13, f"?{i}-{j}") for j, h in enumerate(hours)])
        for i, name in enumerate(("周一", "周二", "周三", "周四", "周五"))
    ]
    cards = [
        ("一次办结率", "96.4%", "", "27 人跑了第二趟，多因单位同意函", "ok", (88, 91, 93, 95, 95, 96.4), 95),
        ("爽约", "4.1%", "13 人", "比上月少 2 点", "info", (7, 6, 6, 5, 4.6, 4.1), 5),
        ("到厅至首次服务", "6", "分钟（中位数）", "周一上午最久，14 分钟", "warn", (5, 5, 7, 8, 7, 6), 5),
        ("绿色通道超时", "1", "/ 9 件", "11-20 一件晚了 40 分钟", "danger", (0, 0, 0, 1, 0, 1), 0),
    ]
    return {
        "booked": booked,
        "hours": hours,
        "heat": heat,
        "cards": cards,
        "lines": [Series("预约", booked), Series("到厅", came)],
    }
