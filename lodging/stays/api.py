"""The hotel API: report, correct, check out, cancel, batches, tables, receipts."""

from contextlib import ExitStack
from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from lodging.hotels import selectors as hotels
from lodging.hotels.authentication import HotelKeyAuthentication
from lodging.stays import answers, batches, codes, reading, selectors, services, tables
from lodging.stays.enums import ReportChannel
from lodging.stays.judging import Remark
from lodging.stays.serializers import (
    BatchSerializer,
    CodesSerializer,
    ErrorSerializer,
    LeaveSerializer,
    OutcomeSerializer,
    ReceiptSerializer,
    ReportSerializer,
    StayCancelSerializer,
    StaySerializer,
)
from lodging.stays.services import RowsRejected
from wuxue_exit_entry.accounts import tenancy
from wuxue_exit_entry.accounts.permissions import Permission
from wuxue_exit_entry.kernel.errors import BusinessError

EXAMPLE = OpenApiExample(
    "一位客人",
    value={
        "client_ref": "5b0f7b0e-0000-4000-8000-000000000100",
        "surname": "IVANOVA",
        "given_name": "OLGA",
        "sex": "F",
        "birth_date": "1988-03-12",
        "nationality": "RUS",
        "document_type": "passport",
        "document_number": "753020002",
        "visa_type": "L",
        "entry_date": "2026-10-15",
        "stay_until": "2026-11-14",
        "purpose": "tourism",
        "stay_date": "2026-10-16T22:05:00+08:00",
        "planned_leave": "2026-10-19",
        "room": "806",
    },
    request_only=True,
)
WORKED = {"accepted": 200, "partial": 207, "rejected": 422}


class HotelApi(APIView):
    """What every operation shares: a hotel's key, and only that hotel's rows."""

    authentication_classes = (HotelKeyAuthentication,)
    permission = Permission.DESK_REGISTER

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer inside the tenant's scope."""
        with ExitStack() as self.scope:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Enter the scope as soon as it is known who asks."""
        super().initial(request, *args, **kwargs)
        self.actor = request._request.actor  # type: ignore[attr-defined]  # set by the authentication above
        self.scope.enter_context(tenancy.of_actor(self.actor))
        self.hotel = hotels.own_hotel(self.actor)


class StaysView(HotelApi):
    """Report a guest, or correct the report: `client_ref` says which."""

    @extend_schema(request=StaySerializer, responses={201: OutcomeSerializer}, examples=[EXAMPLE])
    def post(self, request: Request) -> Response:
        row = request.data
        dry = isinstance(row, dict) and row.pop("dry_run", False) is True
        made = services.report(
            actor=self.actor, hotel=self.hotel, rows=[row], channel=ReportChannel.API, key=request.auth, dry_run=dry
        )
        [one] = made.outcomes
        body = answers.outcome(one) | {"receipt": made.receipt.number if made.receipt else None}
        return Response(body, status={"rejected": 422, "accepted": 200 if dry else 201}.get(one.status, 200))


class StayView(HotelApi):
    """Correct a report of the own hotel by its `client_ref`."""

    @extend_schema(request=StaySerializer, responses={200: OutcomeSerializer})
    def patch(self, request: Request, client_ref: UUID) -> Response:
        stay = selectors.stay_referenced(self.actor, client_ref)
        [one] = services.amend(
            actor=self.actor, stay=stay, changes=_object(request), channel=ReportChannel.API
        ).outcomes
        return Response(answers.outcome(one), status=422 if one.status == "rejected" else 200)


class CheckOutView(HotelApi):
    """Let a guest leave."""

    @extend_schema(request=LeaveSerializer, responses={200: OutcomeSerializer})
    def post(self, request: Request, client_ref: UUID) -> Response:
        stay = selectors.stay_referenced(self.actor, client_ref)
        stay = services.check_out(actor=self.actor, stay=stay, at=_leave_date(_object(request).get("leave_date")))
        return Response({"client_ref": str(client_ref), "status": stay.status, "leave_date": stay.leave_date})


class CancelView(HotelApi):
    """Cancel a report, with the reason; the row is kept."""

    @extend_schema(request=StayCancelSerializer, responses={200: OutcomeSerializer})
    def post(self, request: Request, client_ref: UUID) -> Response:
        stay = selectors.stay_referenced(self.actor, client_ref)
        stay = services.cancel(actor=self.actor, stay=stay, reason=reading.text(_object(request).get("reason")))
        return Response({"client_ref": str(client_ref), "status": stay.status})


class BatchesView(HotelApi):
    """Hand in up to 200 stays; each is answered in order, good ones are taken unless `atomic`."""

    @extend_schema(request=BatchSerializer, responses={200: ReportSerializer, 207: ReportSerializer})
    def post(self, request: Request) -> Response:
        try:
            answer = batches.take(actor=self.actor, hotel=self.hotel, key=request.auth, body=request.data)
        except RowsRejected as refused:
            answer = answers.report(refused.report)
        return Response(answer, status=WORKED[answer["status"]])


class CodesView(HotelApi):
    """The code tables and the limits."""

    @extend_schema(responses=CodesSerializer)
    def get(self, request: Request) -> Response:
        return Response(tables.tables())


class ErrorsView(HotelApi):
    """Every remark that can be answered, with its validity."""

    @extend_schema(responses=ErrorSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(tables.errors())


class ReceiptView(HotelApi):
    """A receipt of the own hotel."""

    @extend_schema(responses=ReceiptSerializer)
    def get(self, request: Request, number: str) -> Response:
        return Response(ReceiptSerializer(selectors.receipt_numbered(self.actor, number)).data)


def _object(request: Request) -> dict[str, Any]:
    """Return the body when it is an object.

    Raises BusinessError(not_an_object).
    """
    if not isinstance(request.data, dict):
        raise BusinessError("not_an_object", codes.CODES["not_an_object"].message, status=400)
    return request.data


def _leave_date(written: Any) -> datetime | None:
    """Return the moment written; nothing means now.

    Raises BusinessError(leave_date_unreadable).
    """
    if not written:
        return None
    left = reading.moment(written).value
    if left is None:
        said = answers.remark(Remark("leave_date_unreadable", "leave_date", reading.text(written)[:40]))
        raise BusinessError(said["code"], said["message"] + said["fix"], said["field"], status=400)
    return left
