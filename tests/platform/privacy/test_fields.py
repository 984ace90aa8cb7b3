import dj_database_url
import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.platform.attachments import samples
from wuxue_exit_entry.accounts.models import Unit, User
from wuxue_exit_entry.attachments import services as attachments
from wuxue_exit_entry.attachments.models import Attachment
from wuxue_exit_entry.audit.actors import PUBLIC
from wuxue_exit_entry.embedded import layout
from wuxue_exit_entry.privacy import rotation, sealing
from wuxue_exit_entry.privacy.fields import SealedField

PHONE = "13800000026"
OLD, NEW = "a1" * 32, "b2" * 32


@pytest.fixture
def unit(db):
    return Unit.objects.create(code="T1", name="窗口", kind="window")


def make_user(unit, name, phone=PHONE):
    return User.objects.create(username=name, name=name, unit=unit, phone=phone)


def column(table, name="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_column_holds_no_clear_text_and_lookup_works(unit):
    user = make_user(unit, "one")
    assert all(PHONE not in value and value.startswith("1:") for value in column("accounts_user"))
    assert User.objects.get(phone=PHONE) == user
    assert User.objects.get(phone__in=[PHONE, "x"]).phone == PHONE
    assert not User.objects.filter(phone="13800000027").exists()
    assert User.objects.exclude(phone=PHONE).count() == 0


def test_history_row_is_sealed_and_readable(unit):
    user = make_user(unit, "one")
    user.phone = "13900000000"
    user.save()
    assert sorted(user.history.values_list("phone", flat=True)) == [PHONE, "13900000000"]
    assert all(PHONE not in value for value in column("accounts_historicaluser"))
    newest, oldest = user.history.all()
    assert newest.diff_against(oldest).changed_fields == ["phone"]


@pytest.mark.parametrize("lookup", ["contains", "icontains", "startswith", "iexact", "gt", "regex"])
def test_lookups_that_cannot_work_are_refused(db, lookup):
    with pytest.raises(FieldError):
        User.objects.filter(**{f"phone__{lookup}": "138"}).exists()


def test_length_is_that_of_the_clear_text():
    field = SealedField(purpose="a.b", max_length=5)
    field.clean("12345", None)
    with pytest.raises(ValidationError):
        field.clean("123456", None)


def test_field_keeps_its_purpose_in_migrations():
    _, _, args, kwargs = SealedField(purpose="a.b", max_length=5, db_index=True).deconstruct()
    assert SealedField(*args, **kwargs).purpose == "a.b"


def test_dumpdata_is_refused(unit):
    user = make_user(unit, "one")
    with pytest.raises(ValueError, match="sealed"):
        User._meta.get_field("phone").value_to_string(user)


# -- rotation ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def as_owner(committed_db, database_name):
    """The command runs as the owner, who alone may switch triggers."""
    app_role = dict(connection.settings_dict)
    connection.close()
    owner = dj_database_url.parse(layout.database_url("owner"))
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})
    yield
    connection.close()
    connection.settings_dict.update(app_role)


def test_rotation_covers_tables_and_history(as_owner, settings):
    settings.SEALING_KEYS = OLD
    unit = Unit.objects.create(code="T1", name="窗口", kind="window")
    user = make_user(unit, "one")
    make_user(unit, "two", phone="")
    user.phone = "13900000000"
    user.save()
    settings.SEALING_KEYS = f"2:{NEW},{OLD}"
    assert sorted(rotation.stale_columns()) == ["accounts_historicaluser.phone", "accounts_user.phone"]
    call_command("rotate_sealing_keys")
    assert rotation.stale_columns() == []
    assert rotation.rotate() == 0
    settings.SEALING_KEYS = f"2:{NEW}"
    assert User.objects.get(phone="13900000000") == user
    assert sorted(user.history.values_list("phone", flat=True)) == [PHONE, "13900000000"]


def test_file_opens_after_rotation_without_the_old_key(as_owner, settings, tmp_path):
    settings.MEDIA_ROOT, settings.SEALING_KEYS = tmp_path, OLD
    content = samples.pdf()
    name = attachments.store(PUBLIC, samples.upload(content, "a.pdf")).public_id
    settings.SEALING_KEYS = f"2:{NEW},{OLD}"
    call_command("rotate_sealing_keys")
    settings.SEALING_KEYS = f"2:{NEW}"
    assert attachments.content_of(Attachment.objects.get(public_id=name)) == content


def test_rotation_refuses_to_leave_a_seal_in_a_column_it_does_not_know(as_owner, settings):
    settings.SEALING_KEYS = OLD
    unit = Unit.objects.create(code="T1", name=sealing.seal("x", "421182199003072035")[:60], kind="window")
    make_user(unit, "one")
    settings.SEALING_KEYS = f"2:{NEW},{OLD}"
    with pytest.raises(CommandError, match=r"accounts_unit\.name"):
        call_command("rotate_sealing_keys")
    assert all(value.startswith("1:1:") for value in column("accounts_user"))


def test_every_sealed_field_of_every_model_is_covered():
    covered = {(column.table, column.column) for column in rotation.sealed_columns()}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, SealedField):
                assert (model._meta.db_table, field.column) in covered


def test_no_two_columns_share_a_purpose():
    purposes = {}
    for found in rotation.sealed_columns():
        if "historical" not in found.table:
            assert purposes.setdefault(found.purpose, (found.table, found.column)) == (found.table, found.column)
