"""Catalogues: what the sources mark is collected, stale and wrong English is named, and ours is complete."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from django.conf import settings
from django.utils import translation

from wuxue_exit_entry.ui import catalogues

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "继续"
msgstr "Continue"

msgid "第 %(current)s 步"
msgstr "Step %(number)s"

msgid "旧的"
msgstr "old"

#, fuzzy
msgid "日期"
msgstr "Date"

msgid "返回"
msgstr "返回"
"""


@pytest.fixture
def site(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, encoding="utf-8")
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "a.html").write_text(
        '{% translate "继续" %}{% blocktranslate %}第 {{ current }} 步{% endblocktranslate %}'
        '{% ui_back href="/" text=_("返回") %}{% translate "日期" %}{% translate "确认" context "预约" %}'
        "{# {% translate '不算' %} #}",
        encoding="utf-8",
    )
    code = tmp_path / "appointments"
    code.mkdir()
    (code / "a.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nX = _("取消")\n', encoding="utf-8"
    )
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]  # type: ignore[attr-defined]
    return folder / "django.po"


@pytest.mark.usefixtures("site")
def test_check_names_everything_wrong() -> None:
    assert sorted(line.split(": ", 1)[1] for line in catalogues.problems()) == [
        "fuzzy: '日期'",
        "missing: '取消'",
        "missing: '确认'",
        "obsolete: '旧的'",
        "placeholders differ: '第 %(current)s 步' → 'Step %(number)s'",
        "still Chinese: '返回' → '返回'",
    ]


def test_collect_adds_what_is_new_and_drops_what_is_gone(site: Path) -> None:
    assert catalogues.collect() == {"en": 2}

    text = site.read_text(encoding="utf-8")
    assert "取消" in text
    assert "旧的" not in text
    assert 'msgstr "Continue"' in text
    assert catalogues.collect() == {"en": 2}
    assert site.read_text(encoding="utf-8") == text


def test_compiled_catalogue_is_read_by_gettext(site: Path) -> None:
    import gettext  # noqa: PLC0415 -- beside the only use

    assert catalogues.compile_all() == [site.with_suffix(".mo")]
    assert catalogues.compile_all() == []
    with site.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("继续") == "Continue"


def test_our_catalogue_is_complete() -> None:
    assert catalogues.problems() == []


def test_english_is_in_force() -> None:
    catalogues.compile_all()
    with translation.override("en"):
        assert translation.gettext("上午") == "Morning"


def test_staff_templates_mark_nothing_for_translation() -> None:
    root = Path(settings.BASE_DIR) / "templates"
    staff = [p for p in root.rglob("*.html") if '"base_staff.html"' in p.read_text(encoding="utf-8")]

    assert [p.name for p in staff if "{% translate" in p.read_text(encoding="utf-8")] == []
    assert isinstance(catalogues.template(), Catalog)
