"""One person, many documents, and where they lodged last.

Births are written as they stand in the document: «1968-04-12», «1968-04» or «1968» when a part is unknown.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from foreigners.people.enums import PersonCategory, Sex
from wuxue_exit_entry.accounts.models import Unit
from wuxue_exit_entry.kernel import clock
from wuxue_exit_entry.kernel.public_ids import new_public_id
from wuxue_exit_entry.privacy.fields import SealedField

BIRTH_FORM = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


class Person(models.Model):
    """Somebody from outside the mainland, whatever documents they travel on."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    surname = models.CharField("英文姓", max_length=100, blank=True, default="")
    given_name = models.CharField("英文名", max_length=100, blank=True, default="")
    name_zh = models.CharField("中文姓名", max_length=60, blank=True, default="")
    former_names = models.CharField("曾用名", max_length=300, blank=True, default="", help_text="用分号隔开。")
    sex = models.CharField("性别", max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_date = models.CharField("出生日期", max_length=10, blank=True, default="")
    nationality = models.CharField("国籍（地区）", max_length=3, blank=True, default="")
    category = models.CharField("人员类别", max_length=16, choices=PersonCategory, default=PersonCategory.FOREIGNER)
    phone = SealedField("在华电话", purpose="foreigners.person.phone", max_length=20, blank=True, default="")
    language = models.CharField("语言", max_length=8, default="en")
    notes = models.TextField("备注", max_length=1000, blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    # Other spellings of the names, without spaces and by other transliterations, written by services.
    search_words = models.TextField(blank=True, default="", editable=False)
    # Names in any order and by their beginnings; numbers and phones are looked up sealed.
    search = models.GeneratedField(
        expression=SearchVector("surname", "given_name", "name_zh", "former_names", "search_words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    # The last registered lodging, written by `services.note_lodging`; checklist and sweep read it.
    lodged_unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")  # the station there
    lodged_at = models.CharField("最近住宿地", max_length=200, blank=True, default="")
    lodged_since = models.DateTimeField(null=True, blank=True)
    lodged_until = models.DateTimeField(null=True, blank=True)
    stay_until = models.DateField("停留至", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords(
        excluded_fields=[
            "search",
            "search_words",
            "lodged_unit",
            "lodged_at",
            "lodged_since",
            "lodged_until",
            "stay_until",
        ]
    )

    class Meta:
        ordering = ["surname", "given_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="foreigners_person_not_merged_into_itself"),
            models.CheckConstraint(condition=~Q(surname="") | ~Q(name_zh=""), name="foreigners_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_date="") | Q(birth_date__regex=BIRTH_FORM), name="foreigners_person_birth_form"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="foreigners_person_search"),
            models.Index(fields=["birth_date", "sex"], name="foreigners_person_birth"),
            models.Index(fields=["nationality", "birth_date"], name="foreigners_person_nationality"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="foreigners_person_phone"),
        ]

    def __str__(self) -> str:
        return self.name_zh or f"{self.surname} {self.given_name}".strip()


class Document(models.Model):
    """One document of a person; a renewal is a new row of the same person."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    kind = models.CharField("证件种类", max_length=24)  # a key of document_kinds
    number = SealedField("证件号码", purpose="foreigners.document.number", max_length=40)
    key = SealedField(
        purpose="foreigners.document.key", max_length=40
    )  # what stays the same across renewals of permits
    issuer = models.CharField("签发地", max_length=3, blank=True, default="")
    birth_date = models.CharField("证件上的出生日期", max_length=10, blank=True, default="")
    expires_on = models.DateField("有效期至", null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            # What links silently (domain: dedup): kind, number, issuer and birth together, never a number alone.
            models.UniqueConstraint(fields=["key", "kind", "issuer", "birth_date"], name="foreigners_document_once"),
            models.CheckConstraint(
                condition=Q(birth_date="") | Q(birth_date__regex=BIRTH_FORM), name="foreigners_document_birth_form"
            ),
        ]
        indexes = [models.Index(fields=["number"], name="foreigners_document_number")]
