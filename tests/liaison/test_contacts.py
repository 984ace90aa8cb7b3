"""Organisations: found by name, initials or phone, looked alike, merged only when somebody says so."""

import pytest
from django.test import Client
from django.urls import reverse

from liaison.contacts import selectors, services
from liaison.contacts.models import Contact, Organisation
from tests.factories import lodging as make
from tests.factories.accounts import make_user
from tests.support.pages import text_of
from wuxue_exit_entry.kernel.errors import BusinessError

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def officer():
    return make_user("foreign_affairs_officer").as_actor()


def added(officer, name="江风科技有限公司", kind="employer", **given):
    return services.save_organisation(actor=officer, kind=kind, name=name, **given)


def test_found_by_name_initials_and_phone(officer):
    one = added(officer)
    services.save_contact(actor=officer, organisation=one, name="单小红", phone="138 0000 0099")
    for typed in ("江风", "JFKJ", "jfkj", "单小红", "13800000099", "+86 138-0000-0099"):
        assert list(selectors.search(officer, typed=typed)) == [one], typed
    assert list(selectors.search(officer, typed="没有")) == []


def test_initials_that_come_out_wrong_are_typed_over(officer):
    one = added(officer, name="单县驻武穴办事处")
    services.save_organisation(actor=officer, organisation=one, initials="sxzwxbsc")
    one.refresh_from_db()
    assert one.initials == "SXZWXBSC"


def test_lookalikes_are_suggested_and_nothing_is_merged_silently(officer):
    one, other = added(officer), added(officer, name="武穴市江风科技有限责任公司")
    added(officer, name="完全不同的公司")
    assert selectors.lookalikes(one) == [other]
    services.save_contact(actor=officer, organisation=other, name="王五", phone="13800000001")
    services.say_alike(actor=officer, organisation=one, other=other, is_same=True)
    other.refresh_from_db()
    assert (other.merged_into, Contact.objects.get().organisation) == (one, one)
    assert list(selectors.search(officer, typed="江风")) == [one]


def test_what_was_said_not_to_be_the_same_is_remembered(officer):
    one, other = added(officer), added(officer, name="江风科技集团")
    services.say_alike(actor=officer, organisation=one, other=other, is_same=False)
    assert selectors.lookalikes(one) == selectors.lookalikes(other) == []


def test_a_tenant_is_not_merged_away(officer):
    hotel = make.make_hotel().organisation
    one = added(officer, name="大宋酒店", kind="hotel")
    with pytest.raises(BusinessError, match="both_tenants"):
        services.say_alike(actor=officer, organisation=one, other=hotel, is_same=True)


def test_somebody_to_reach_needs_a_way(officer):
    with pytest.raises(BusinessError, match="contact_unreachable"):
        services.save_contact(actor=officer, organisation=added(officer), name="王五")


def test_pages_from_adding_to_a_contact():
    client = Client()
    client.force_login(make_user("foreign_affairs_officer"), BACKEND)
    given = {"kind": "employer", "name": "江风科技", "language": "zh-hans", "is_active": "on"}
    page = client.post(reverse("contacts:organisation-add"), given, follow=True)
    one = Organisation.objects.get(name="江风科技")
    assert "江风科技" in text_of(page)
    contact = {"name": "王五", "role": "liaison", "phone": "13800000001", "channel": "sms", "language": "zh-hans"}
    add = reverse("contacts:contact-add", args=[one.public_id])
    assert client.post(add, contact | {"phone": ""}).status_code == 422
    assert "13800000001" in text_of(client.post(add, contact | {"is_active": "on"}, follow=True))
    assert "江风科技" in text_of(client.post("/contacts/", {"q": "jfkj"}))
    change = reverse("contacts:organisation-change", args=[one.public_id])
    assert client.post(change, given | {"name": "江风科技股份"}).status_code == 302
