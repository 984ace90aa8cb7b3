"""The public booking API: places, book, look, move, cancel."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from appointments.booking import limits, secrets, selectors, services
from appointments.booking.enums import Channel
from appointments.booking.models import Booking
from appointments.booking.serializers import (
    BookingRequestSerializer,
    BookingSerializer,
    CancelSerializer,
    NewBookingSerializer,
    RescheduleSerializer,
    SlotDaySerializer,
    SlotQuerySerializer,
)
from appointments.catalogue import plans
from wuxue_exit_entry.audit.actors import PUBLIC

KEY = OpenApiParameter("Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="同一个号只预约一次")
SECRET = OpenApiParameter("Booking-Secret", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)


class SlotsView(APIView):
    """Days and bands with what is left for a plan."""

    public = True
    authentication_classes = ()

    @extend_schema(parameters=[SlotQuerySerializer], responses=SlotDaySerializer(many=True))
    def get(self, request: Request) -> Response:
        query = SlotQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        asked = query.validated_data
        plan = plans.read(asked["plan"])
        days = selectors.slot_days(lane=plan.lane, minutes=plan.minutes, first=asked.get("first"), days=asked["days"])
        return Response(SlotDaySerializer(days, many=True).data)


class BookingsView(APIView):
    """Book a visit."""

    public = True
    authentication_classes = ()

    @extend_schema(parameters=[KEY], request=BookingRequestSerializer, responses={201: NewBookingSerializer})
    def post(self, request: Request) -> Response:
        body = BookingRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.booking_data()
        limits.hit_booking(request, data.phone)
        key = request.headers.get("Idempotency-Key", "")
        booking = services.book(actor=PUBLIC, data=data, channel=Channel.API, idempotency_key=key)
        return Response(NewBookingSerializer(booking).data, status=201)


class BookingView(APIView):
    """One booking, for whoever has its secret."""

    public = True
    authentication_classes = ()

    @extend_schema(parameters=[SECRET], responses=BookingSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(BookingSerializer(opened(request, code)).data)


class RescheduleView(APIView):
    """Move a booking; the new place is taken before the old one is given back."""

    public = True
    authentication_classes = ()

    @extend_schema(parameters=[SECRET], request=RescheduleSerializer, responses=BookingSerializer)
    def post(self, request: Request, code: str) -> Response:
        booking = opened(request, code)
        body = RescheduleSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        moved = services.reschedule_booking(actor=PUBLIC, code=booking.code, start=body.validated_data["start"])
        return Response(BookingSerializer(moved).data)


class CancelView(APIView):
    """Cancel a booking; again changes nothing."""

    public = True
    authentication_classes = ()

    @extend_schema(parameters=[SECRET], request=CancelSerializer, responses=BookingSerializer)
    def post(self, request: Request, code: str) -> Response:
        booking = opened(request, code)
        body = CancelSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        ended = services.cancel_booking(actor=PUBLIC, code=booking.code, reason=body.validated_data["reason"])
        return Response(BookingSerializer(ended).data)


def opened(request: Request, code: str) -> Booking:
    """Return the booking that the secret in the header opens.

    Raises NotFound, and BusinessError("too_many") after many wrong tries.
    """
    limits.hit_lookup(request)
    booking = selectors.booking_with_code(code)
    secrets.check(booking, request.headers.get("Booking-Secret", ""))
    return booking
