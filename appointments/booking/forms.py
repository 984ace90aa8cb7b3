"""What is typed on the public pages: people, contact, a one-time code, a booking to be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appointments.booking import rules
from appointments.booking.data import PersonData
from appointments.booking.enums import Pickup
from wuxue_exit_entry.kernel import countries, identity, sentences
from wuxue_exit_entry.kernel.identity import IdentityProblem, IdKind
from wuxue_exit_entry.kernel.public_ids import BOOKING_CODE_LENGTH, normalise_code
from wuxue_exit_entry.ui.forms import DatePartsField

LONGEST = 400  # what a field takes before the identity rules say in words that it is too long


@dataclass(frozen=True)
class Asked:
    """What is left to ask of a person after the questions of the checklist."""

    kinds: tuple[IdKind, ...]
    filed: bool | None = None  # None: nobody has asked whether they are filed state personnel
    is_minor: bool = False
    is_escorted: bool = False

    @property
    def asks_filed(self) -> bool:
        """Whether it is asked here: of every adult who may be Chinese."""
        return self.filed is None and IdKind.RESIDENT_ID in self.kinds and not self.is_minor


class Typed(forms.CharField):
    """A text as it was typed: what cleaning takes away is said later, so nothing is taken away silently here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text without what no database can hold."""
        return super().to_python(value).replace("\x00", "")


class PageForm(forms.Form):
    """A form of the public pages: no browser validation, no colon after labels."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class PersonForm(PageForm):
    """One person who comes: only what the number itself does not tell is asked besides it."""

    name = Typed(label=_("姓名"), help_text=_("与证件上的一致"), error_messages={"required": _("请填写姓名。")})
    id_kind = forms.ChoiceField(label=_("证件"), widget=forms.RadioSelect)
    number = Typed(label=_("证件号码"), error_messages={"required": _("请填写证件号码。")})
    nationality = forms.ChoiceField(label=_("国籍（地区）"), required=False)
    birth_date = DatePartsField(label=_("出生日期"), required=False)
    declared_filed = forms.TypedChoiceField(
        label=_("是登记备案的国家工作人员吗？"),
        help_text=_("是的，请带单位按人事管理权限出具的同意函；不清楚的，问单位人事部门。"),
        choices=[("no", pgettext_lazy("回答", "不是")), ("yes", pgettext_lazy("回答", "是"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：是不是登记备案的国家工作人员。")},
    )
    companion_name = Typed(label=_("陪同的监护人姓名"), required=False)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["id_kind"].choices = [(kind.value, _label(kind, asked.kinds)) for kind in asked.kinds]
        self.fields["id_kind"].error_messages["required"] = _("请选择证件种类。")
        if len(asked.kinds) == 1:
            self.fields["id_kind"].required = False
        if not asked.asks_filed:
            del self.fields["declared_filed"]
        if asked.is_escorted:
            self.fields["companion_name"].label = _("监护人委托的陪同人姓名")
        self._ask_what_numbers_leave_open()
        self._describe()

    def _ask_what_numbers_leave_open(self) -> None:
        self.fields["nationality"].choices = [("", _("请选择")), *country_choices()]
        if not rules.KINDS_WITHOUT_BIRTH.intersection(self.asked.kinds):
            del self.fields["birth_date"]
        if not rules.KINDS_WITHOUT_NATIONALITY.intersection(self.asked.kinds):
            del self.fields["nationality"]

    def _describe(self) -> None:
        self.fields["number"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.fields["companion_name"].widget.attrs |= {"autocomplete": "off"}

    def clean_name(self) -> str:
        """Refuse what cannot be a name; it stays as typed."""
        typed: str = self.cleaned_data["name"]
        _understood(identity.clean_name, typed)
        return typed

    def clean_id_kind(self) -> str:
        """Return the only kind where there is no choice."""
        return self.cleaned_data["id_kind"] or self.asked.kinds[0].value

    def clean(self) -> dict[str, Any]:
        """Read the number with its kind, and ask for what it does not tell."""
        cleaned = super().clean() or self.cleaned_data
        kind, number = cleaned.get("id_kind"), cleaned.get("number")
        if kind and number and number.strip():
            try:
                read = identity.parse(kind, number)
            except IdentityProblem as problem:
                self.add_error("number", str(sentences.sentence(problem)))
            else:
                self._require_the_rest(read)
        return cleaned

    def _require_the_rest(self, read: identity.Identity) -> None:
        cleaned = self.cleaned_data
        if read.birth_date is not None:
            cleaned["birth_date"] = None  # the number tells it
        elif "birth_date" in self.fields and "birth_date" not in self.errors and not cleaned.get("birth_date"):
            self.add_error("birth_date", _("请填写出生日期。"))
        if read.kind not in rules.KINDS_WITHOUT_NATIONALITY:
            cleaned["nationality"] = ""
        elif not cleaned.get("nationality"):
            self.add_error("nationality", _("请选择国籍（地区）。"))

    @property
    def asks_companion(self) -> bool:
        """Whether somebody must come along, as far as is known, or was named already."""
        return bool(self.asked.is_minor or self["companion_name"].value() or self.errors.get("companion_name"))

    @property
    def only_kind(self) -> Any:
        """The document whose number is asked for, where there is no choice."""
        return _("%(kind)s号码") % {"kind": sentences.KIND_LABELS[self.asked.kinds[0]]}

    @property
    def number_hint(self) -> Any:
        """A word for those who have the number but not the card."""
        return _("还没有身份证的孩子，填户口簿上的号码。") if self.asked.is_minor else ""

    @property
    def companion_hint(self) -> Any:
        """Who it has to be."""
        return _("未满 16 周岁须有人陪同来；和家长一起约的可以不填。")

    def person(self) -> PersonData:
        """Return the person as typed; what the number tells itself is left to the number."""
        cleaned = self.cleaned_data
        companion = cleaned["companion_name"].strip()
        return PersonData(
            name=cleaned["name"],
            id_kind=cleaned["id_kind"],
            number=cleaned["number"],
            birth_date=cleaned.get("birth_date"),
            nationality=cleaned.get("nationality", ""),
            declared_filed=bool(self.asked.filed or cleaned.get("declared_filed")),
            guardian_name="" if self.asked.is_escorted else companion,
            escort_name=companion if self.asked.is_escorted else "",
        )

    @staticmethod
    def initial_of(person: PersonData) -> dict[str, Any]:
        """Return a person that was typed before as the form shows it again."""
        return {
            "name": person.name,
            "id_kind": person.id_kind,
            "number": person.number,
            "birth_date": person.birth_date,
            "nationality": person.nationality,
            "declared_filed": "yes" if person.declared_filed else "no",
            "companion_name": person.escort_name or person.guardian_name,
        }


class ContactForm(PageForm):
    """How to reach whoever books, how the document is handed out, and the consent."""

    phone = Typed(
        label=_("手机号"),
        help_text=_("会收到一条验证码，以后的通知也发到这里。"),
        max_length=60,
        error_messages={"required": _("请填写手机号。")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-size": "12"}),
    )
    pickup = forms.ChoiceField(
        label=_("证件做好后怎么取"), choices=Pickup.choices, initial=Pickup.COUNTER, widget=forms.RadioSelect
    )
    address = Typed(
        label=_("收件地址"),
        help_text=_("省、市、区（县）、街道和门牌；收件人是申请人本人。邮费以邮政公布的为准。"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    consent = forms.BooleanField(
        label=_("我已阅读并同意《个人信息处理告知》"),
        error_messages={"required": _("请先阅读并同意《个人信息处理告知》。")},
    )

    def __init__(self, *args: Any, is_collected: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_collected:
            del self.fields["pickup"], self.fields["address"]

    def clean_phone(self) -> str:
        """Return the mobile number in one form; a landline gets no code, so the hall is called instead."""
        phone = _understood(identity.clean_phone, self.cleaned_data["phone"])
        if not phone.is_mobile:
            raise forms.ValidationError(_("请填写能收短信的手机号；座机请打电话预约。"), code="mobile_needed")
        return str(phone.number)

    def clean(self) -> dict[str, Any]:
        """Ask for the address where something is mailed."""
        cleaned = super().clean() or self.cleaned_data
        is_wrong = "address" in self.errors  # such as too long, and then not missing as well
        if cleaned.get("pickup") == Pickup.EMS and not is_wrong and not cleaned.get("address", "").strip():
            self.add_error("address", _("选择邮寄请填写收件地址。"))
        return cleaned


class CodeForm(PageForm):
    """The one-time code."""

    code = Typed(
        label=_("6 位验证码"),
        max_length=40,
        error_messages={"required": _("请填写短信里的 6 位验证码。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-size": "8"}),
    )


class FindForm(PageForm):
    """A booking by what its holder has at hand."""

    code = Typed(
        label=_("预约号"),
        help_text=_("8 位数字和字母，在短信里。"),
        max_length=40,
        error_messages={"required": _("请填写预约号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "data-size": "12"}),
    )
    phone = Typed(
        label=_("预约时填的手机号"),
        max_length=60,
        error_messages={"required": _("请填写手机号。")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "data-size": "12"}),
    )

    def clean_code(self) -> str:
        """Return the code in the form in which it is kept."""
        code = normalise_code(self.cleaned_data["code"])
        if len(code) != BOOKING_CODE_LENGTH:
            raise forms.ValidationError(_("预约号是 8 位数字和字母，请核对。"), code="code_form")
        return code

    def clean_phone(self) -> str:
        """Return the number in one form, landlines included."""
        return str(_understood(identity.clean_phone, self.cleaned_data["phone"]).number)


class EarlierForm(PageForm):
    """From which day on somebody could come earlier."""

    not_before = forms.TypedChoiceField(
        label=_("最早哪天可以来"), coerce=date.fromisoformat, widget=forms.RadioSelect, required=True
    )

    def __init__(self, *args: Any, days: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["not_before"].choices = list(days)
        self.fields["not_before"].initial = next((day for day, _label in days), None)
        self.fields["not_before"].error_messages["required"] = _("请选一天。")


def _label(kind: IdKind, among: Sequence[IdKind]) -> Any:
    """Return the name of a document; among those of Hong Kong, Macao and Taiwan no passport is called foreign."""
    if kind == IdKind.PASSPORT and IdKind.HK_MACAO_PERMIT in among:
        return _("护照或其他旅行证件")
    return sentences.KIND_LABELS[kind]


def country_choices() -> list[tuple[str, str]]:
    """Return nationalities in the language in force, in its order."""
    return _countries_in("en" if (get_language() or "").startswith("en") else "zh")


@cache
def _countries_in(language: str) -> list[tuple[str, str]]:
    if language == "en":
        named = sorted(countries.table().values(), key=lambda country: country.en)
        return [(country.alpha3, country.en) for country in named]
    return [(country.alpha3, f"{country.zh} {country.en}") for country in countries.table().values()]


def _understood(read: Any, typed: str) -> Any:
    """Return what the identity rules read, or turn their refusal into the form's."""
    try:
        return read(typed)
    except IdentityProblem as problem:
        raise forms.ValidationError(str(sentences.sentence(problem)), code=problem.code) from problem
