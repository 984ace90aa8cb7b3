"""Officer lists: sort with aria-sort, pages that keep the query, rows that open."""

from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django_tables2 import RequestConfig

DATA = [{"name": f"甲{i}", "age": i} for i in range(45)]


class People(tables.Table):
    name = tables.Column(verbose_name="姓名")
    age = tables.Column(verbose_name="年龄", attrs={"th": {"class": "num"}, "td": {"class": "num"}})

    caption = "人员"

    class Meta:
        row_attrs = {"data-href": lambda record: f"/people/{record['age']}/"}


def show(query: str, data: list[dict[str, Any]] = DATA) -> str:
    request = RequestFactory().get(f"/people/?{query}")
    table = People(data)
    RequestConfig(request, paginate={"per_page": 20}).configure(table)
    return Template("{% ui_table table=table %}").render(Context({"table": table, "request": request}))


def test_sorted_column_says_so_and_offers_the_other_way() -> None:
    html = show("sort=age&q=x")

    assert 'aria-sort="ascending"' in html
    assert "sort=-age" in html
    assert "q=x" in html
    assert 'aria-sort="descending"' in show("sort=-age")


def test_rows_open_by_key_and_name_their_columns() -> None:
    html = show("")

    assert 'data-href="/people/0/"' in html
    assert "data-rows" in html
    assert html.count('scope="col"') == 2
    assert '<caption class="sr">人员</caption>' in html


def test_pages_keep_the_query() -> None:
    html = show("page=2&q=x")

    assert 'aria-current="page">2<' in html
    assert "page=3" in html
    assert "q=x" in html
    assert "甲20" in html
    assert "甲0<" not in html


def test_empty_list_says_so() -> None:
    html = show("", [])

    assert "没有符合条件的记录" in html
    assert "分页" not in html


def test_page_links_of_a_plain_paginator() -> None:
    page = Paginator(range(100), 10).page(5)
    request = RequestFactory().get("/x/?q=a&page=5")

    html = Template("{% ui_pagination page=page %}").render(Context({"page": page, "request": request}))

    assert "?q=a&amp;page=4" in html
    assert "?q=a&amp;page=6" in html
    assert "…" in html
