"""The public API of the catalogue: which items there are, and the 一次办结清单 of some answers."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from appointments.catalogue import plans, rules, selectors, telling
from appointments.catalogue.plans import Plan
from appointments.catalogue.serializers import (
    ChecklistRequestSerializer,
    ChecklistSerializer,
    ServiceSerializer,
    question_data,
    service_data,
)


class ServicesView(APIView):
    """Every item, with the questions that it asks."""

    public = True
    authentication_classes = ()

    @extend_schema(summary="事项和问题", responses=ServiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response([service_data(spec) for spec in selectors.catalogue().services.values()])


class ChecklistView(APIView):
    """The list for people and answers; open questions come back until nothing is missing, then a signed plan."""

    public = True
    authentication_classes = ()

    @extend_schema(summary="一次办结清单", request=ChecklistRequestSerializer, responses=ChecklistSerializer)
    def post(self, request: Request) -> Response:
        body = ChecklistRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        people = body.planned()
        plans.require_options(people)
        plan = plans.make(people)
        told = telling.told(plan, body.validated_data["language"])
        token = plans.sign(plan) if plan.is_bookable else None
        return Response({**told, "plan": token, "questions": _open_questions(plan)})


def _open_questions(plan: Plan) -> list[dict[str, Any]]:
    services = selectors.catalogue().services
    return [
        {"person": number, "item": place, "question": question_data(question)}
        for number, person in enumerate(plan.people)
        for place, item in enumerate(person.items)
        if (question := rules.next_question(services[item.service], item.answers))
    ]
