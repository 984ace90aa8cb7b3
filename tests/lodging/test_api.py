"""The hotel API over HTTP: keys, upsert, batches, tenancy, tables, and the notations of offsets (T33)."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from lodging.hotels import services as hotels
from lodging.stays import keys
from lodging.stays.models import Batch, Receipt, Stay
from tests.factories import lodging as make
from tests.factories.accounts import make_user
from tests.lodging.test_services import guest
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.kernel import clock

API = "/api/v1/lodging/"


@pytest.fixture(autouse=True)
def night(db):
    with clock.frozen(make.at("2026-10-16 23:00")):
        yield


class Program:
    """A hotel's program with its key."""

    def __init__(self) -> None:
        with tenancy.of_everybody():
            self.hotel = make.make_hotel()
            self.manager = make_user("hotel_manager", is_police=False, unit=self.hotel.unit).as_actor()
            self.key, self.secret = hotels.make_key(actor=self.manager, hotel=self.hotel, name="pms")
        self.client = Client()

    def call(self, method, path, body=None, secret=None):
        answer = self.client.generic(
            method,
            API + path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Api-Key {secret or self.secret}"},
        )
        return answer.status_code, answer.json()

    def post(self, path, body):
        return self.call("POST", path, body)


@pytest.fixture
def program():
    return Program()


def stays():
    with tenancy.of_everybody():
        return list(Stay.objects.order_by("pk"))


def test_a_guest_is_accepted_and_the_same_again_is_unchanged(program):
    row = guest()
    status, body = program.post("stays/", row)
    assert (status, body["status"], body["client_ref"]) == (201, "accepted", row["client_ref"])
    again, same = program.post("stays/", row)
    assert (again, same["status"], same["stay"]) == (200, "unchanged", body["stay"])
    status, corrected = program.post("stays/", {**row, "room": "807"})
    assert (status, corrected["status"], corrected["version"]) == (200, "corrected", 2)


def test_warnings_are_said_with_what_to_do(program):
    status, body = program.post("stays/", guest(room=None, surname="ivanova"))
    assert (status, body["status"]) == (201, "accepted_with_warnings")
    said = {one["code"]: one for one in body["remarks"]}
    assert said["room_missing"]["severity"] == "warning"
    assert said["name_normalised"]["suggestion"] == "IVANOVA"
    assert body["missing"] == ["room"]


def test_a_rejected_guest_writes_nothing(program):
    status, body = program.post("stays/", guest(document_number=""))
    assert (status, body["status"], stays()) == (422, "rejected", [])
    assert body["remarks"][0]["message"] == "没有证件号码，也没有说明原因。"


def test_a_dry_run_answers_and_writes_nothing(program):
    status, body = program.post("stays/", guest(dry_run=True))
    assert (status, body["status"], stays()) == (200, "accepted", [])


def test_sentences_come_in_english(program):
    program.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    _, body = program.post("stays/", guest(document_number=""))
    assert body["remarks"][0]["message"].isascii()


def test_a_batch_is_answered_in_order_and_says_partial(program):
    rows = [guest(), guest(stay_date="?"), guest(document_number="753020009")]
    status, body = program.post("batches/", {"stays": rows})
    assert (status, body["status"], body["accepted"], body["rejected"]) == (207, "partial", 2, 1)
    assert [one["client_ref"] for one in body["results"]] == [row["client_ref"] for row in rows]
    assert [one["status"] for one in body["results"]] == ["accepted", "rejected", "accepted"]
    status, receipt = program.call("GET", f"receipts/{body['receipt']}/")
    assert (status, receipt["accepted"], receipt["rejected"]) == (200, 2, 1)


def test_an_atomic_batch_is_all_or_nothing(program):
    status, body = program.post("batches/", {"atomic": True, "stays": [guest(), guest(stay_date="?")]})
    assert (status, body["status"], stays()) == (422, "rejected", [])
    assert body["results"][1]["remarks"][0]["code"] == "stay_date_unreadable"


def test_the_same_batch_again_is_the_same_answer(program):
    batch = {"client_ref": str(uuid4()), "stays": [guest(), guest(stay_date="?")]}
    first = program.post("batches/", batch)
    assert program.post("batches/", batch)[1] == first[1]
    assert len(stays()) == 1
    other = program.post("batches/", {**batch, "stays": [guest()]})
    assert (other[0], other[1]["code"]) == (409, "batch_ref_used")


def test_a_batch_over_the_limit_names_it(program):
    status, body = program.post("batches/", {"stays": [{}] * 201})
    assert (status, body["code"], body["details"]) == (413, "batch_too_large", {"limit": 200})


@pytest.mark.parametrize("body", [{}, [], {"stays": []}, {"stays": "x"}, "x", 5, None])
def test_what_is_no_batch(program, body):
    status, answer = program.post("batches/", body)
    assert (status, answer["code"]) == (400, "batch_shape")


@pytest.mark.parametrize("row", [None, [], "x", 5, {"client_ref": "x"}, {"client_ref": str(uuid4()), "surname": {}}])
def test_odd_records_are_rejected_not_failed(program, row):
    status, body = program.post("stays/", row)
    assert (status, body["status"]) == (422, "rejected")


def test_offsets_are_one_instant_or_named(program):
    """T33: eight notations of one moment; five are 22:05 in Wuxue, three are rejected with value and example."""
    rows = json.loads((Path(__file__).parent / "T33_offsets.json").read_text(encoding="utf-8"))
    status, body = program.post("batches/", rows)
    assert (status, body["status"], body["accepted"] + body["rejected"]) == (207, "partial", 8)
    assert [one["status"] == "rejected" for one in body["results"]] == [False] * 5 + [True] * 3
    assert {stay.stay_date for stay in stays()} == {make.at("2026-10-16 22:05")}
    for one in body["results"][5:]:
        [error] = [remark for remark in one["remarks"] if remark["severity"] == "error"]
        assert (error["field"], "2026-10-16T22:05:00+08:00" in error["fix"]) == ("stay_date", True)


def test_check_out_cancel_and_patch(program):
    row = guest()
    program.post("stays/", row)
    ref = row["client_ref"]
    assert program.call("PATCH", f"stays/{ref}/", {"room": "999"})[1]["status"] == "corrected"
    assert stays()[0].room == "999"
    assert program.post(f"stays/{ref}/checkout/", {"leave_date": "2026-10-17T09:30:00+08:00"})[1]["status"] == "left"
    assert program.post(f"stays/{ref}/checkout/", {})[0] == 200
    assert program.post(f"stays/{ref}/cancel/", {})[1]["code"] == "reason_missing"
    assert program.post(f"stays/{ref}/cancel/", {"reason": "登记了两次"})[1]["status"] == "cancelled"


def test_another_hotels_stay_batch_and_receipt_are_as_if_missing(program):
    other = Program()
    row = guest()
    other.post("stays/", row)
    receipt = other.post("batches/", {"stays": [guest()]})[1]["receipt"]
    missing = str(uuid4())
    for method, path, body in (
        ("PATCH", "stays/{}/", {"room": "1"}),
        ("POST", "stays/{}/checkout/", {}),
        ("POST", "stays/{}/cancel/", {"reason": "x"}),
    ):
        theirs = program.call(method, path.format(row["client_ref"]), body)
        assert theirs == program.call(method, path.format(missing), body)
        assert theirs[0] == 404
    assert program.call("GET", f"receipts/{receipt}/") == program.call("GET", "receipts/20261016-ABCDEFGH/")
    assert program.post("stays/", row)[1]["status"] == "accepted", "references are each hotel's own"
    with tenancy.of_everybody():
        assert Receipt.objects.count() == 3
        assert Batch.objects.count() == 1


def test_revoked_expired_and_unknown_keys_are_one_answer(program):
    unknown = program.call("GET", "codes/", secret="abcdefgh.0123456789")
    with tenancy.of_everybody():
        hotels.revoke_key(actor=program.manager, hotel=program.hotel, public_id=program.key.public_id)
    assert program.call("GET", "codes/") == unknown
    assert unknown[0] == 401


def test_tables_and_errors_are_published(program):
    _, codes = program.call("GET", "codes/")
    assert {"key": "RUS", "zh": "俄罗斯", "en": "Russia"} in codes["countries"]
    assert (codes["batch_limit"], codes["deadline_hours"]) == (200, 24)
    _, errors = program.call("GET", "errors/")
    assert {"late", "number_missing"} <= {one["code"] for one in errors}


def test_a_correction_after_leaving_brings_nobody_back(program):
    row = guest()
    program.post("stays/", row)
    program.post(f"stays/{row['client_ref']}/checkout/", {})
    left = stays()[0].leave_date
    assert program.post("stays/", {**row, "room": "807"})[1]["status"] == "corrected"
    assert (stays()[0].status, stays()[0].leave_date) == ("left", left)


@pytest.mark.parametrize("body", [[], "x", 5, [1]])
def test_bodies_that_are_no_object_are_refused_in_words(program, body):
    row = guest()
    program.post("stays/", row)
    for method, path in (("PATCH", ""), ("POST", "checkout/"), ("POST", "cancel/")):
        status, answer = program.call(method, f"stays/{row['client_ref']}/{path}", body)
        assert (status, bool(answer["message"])) == (400, True), path


def test_a_leave_date_that_cannot_be_read_is_named_with_an_example(program):
    row = guest()
    program.post("stays/", row)
    status, answer = program.post(f"stays/{row['client_ref']}/checkout/", {"leave_date": "tomorrow"})
    assert (status, answer["code"], answer["field"]) == (400, "leave_date_unreadable", "leave_date")
    assert "tomorrow" in answer["message"]


def test_names_of_documents_are_known_in_both_languages_whoever_asks_first(program):
    keys._documents.cache_clear()
    keys._visas.cache_clear()
    program.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for name in ("Ordinary passport", "普通护照"):
        _, body = program.post("stays/", guest(document_type=name))
        assert "document_type_unknown" not in {one["code"] for one in body["remarks"]}, name
