"""Components: unknown and missing props raise, text is escaped, the closed sets are closed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError

from wuxue_exit_entry.ui import forms as ui_forms
from wuxue_exit_entry.ui.parts import Band, Day, Item, Point
from wuxue_exit_entry.ui.templatetags import ui

BLOCKS = {name for name in ui.register.tags if f"end{name}" in str(ui.register.tags[name])}


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("name", sorted(n for n in ui.register.tags if n.startswith("ui_")))
def test_component_refuses_an_unknown_prop(name: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=r"unexpected keyword argument|Unclosed tag"):
        Template(f"{{% {name} no_such_prop='x' %}}")


@pytest.mark.parametrize(
    "tag",
    ["ui_button", "ui_back href='/' title='x'", "ui_facts", "ui_qr", "ui_field", "ui_bring_list", "ui_steps current=1"],
)
def test_component_refuses_a_missing_prop(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% {tag} %}}")


@pytest.mark.parametrize(
    "source",
    [
        "{% ui_button text='x' kind='huge' %}",
        "{% ui_tag text='x' tone='pink' %}",
        "{% ui_notice tone='pink' %}x{% endui_notice %}",
        "{% ui_icon name='check' variant='filled' %}",
        "{% ui_field field='name' %}",
    ],
)
def test_component_refuses_a_value_outside_its_set(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_every_component_has_a_manual() -> None:
    tags = {n: f for n, f in ui.register.tags.items() if n.startswith("ui_")}

    assert len(tags) > 40
    assert [n for n, f in tags.items() if not f.__doc__] == []


def test_texts_are_escaped() -> None:
    evil = "<script>alert(1)</script>"
    item = Item(evil, evil, evil)

    pages = [
        render("{% ui_button text=x %}", x=evil),
        render("{% ui_bring_list items=i %}{% ui_check_list items=i %}{% ui_link_rows items=i %}", i=[item]),
        render("{% ui_card title=x %}{{ x }}{% endui_card %}", x=evil),
        render("{% ui_bar_chart title=x points=p %}", x=evil, p=[Point(evil, 3, url='"><script>')]),
        render("{% ui_qr text=x %}", x=evil),
    ]

    assert [p for p in pages if "<script" in p] == []


def test_button_says_its_key() -> None:
    html = render("{% ui_button text='登记建档' key='S' attrs=a %}", a={"hx-post": "/x/"})

    assert 'data-key="S"' in html
    assert 'aria-keyshortcuts="S"' in html
    assert 'hx-post="/x/"' in html
    assert '<kbd aria-hidden="true">S</kbd>' in html


def test_post_button_carries_the_token() -> None:
    html = render("{% ui_post_button text='取消' url='/x/' fields=f %}", f={"reason": "a"}, csrf_token="secret-token")

    assert "secret-token" in html
    assert '<input type="hidden" name="reason" value="a">' in html


def test_bands_say_full_in_words_and_cannot_be_pressed() -> None:
    at = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)

    html = render("{% ui_bands bands=b %}", b=[Band(at, 0, url="?full"), Band(at.replace(hour=7), 4, url="?free")])

    assert "已约满" in html
    assert "?full" not in html
    assert "余 4" in html
    assert html.index("上午") < html.index("下午")


def test_day_without_places_is_worded() -> None:
    html = render("{% ui_day_strip days=d %}", d=[Day(datetime(2026, 11, 26, tzinfo=UTC).date())])

    assert "满" in html
    assert "<a" not in html


class Sample(ui_forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件上一致。")
    who = forms.ChoiceField(label="为谁办理", choices=[("a", "本人")], widget=forms.RadioSelect)


def test_field_connects_label_hint_and_error() -> None:
    fields = "{% for x in f %}{% ui_field field=x %}{% endfor %}"
    html = render(f"{{% ui_form form=f %}}{{% ui_error_summary form=f %}}{fields}{{% endui_form %}}", f=Sample({}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_name">请填写「姓名」。</a>' in html
    assert "请选择「为谁办理」。" in html
    assert "<fieldset" in html
    assert " required" not in html


def test_qr_is_inline_and_named() -> None:
    html = render("{% ui_qr text='https://example.test/' label='预约二维码' %}")

    assert 'role="img" aria-label="预约二维码"' in html
    assert "<svg" in html
    assert "style=" not in html
