"""Public pages of the catalogue: home, list, guide, questions, checklist. Nothing is written or kept here."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from appointments.catalogue import asking, guide, pages, plans, rules, selectors, telling
from appointments.catalogue.asking import Asking, Carried
from appointments.catalogue.enums import FactKind
from appointments.catalogue.forms import QuestionForm
from appointments.catalogue.specs import ServiceSpec
from wuxue_exit_entry.accounts.access import public_page
from wuxue_exit_entry.ui.parts import Fact


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the three ways in, today's hall and what people come for."""
    rows = pages.home_rows(selectors.catalogue(), len(selectors.urgency_grounds()))
    return render(request, "appointments/catalogue/home.html", {"rows": rows})


@public_page
def service_list(request: HttpRequest) -> HttpResponse:
    """Show every item by group."""
    groups = pages.listed_groups(selectors.catalogue())
    return render(request, "appointments/catalogue/service_list.html", {"groups": groups})


@public_page
def urgent(request: HttpRequest) -> HttpResponse:
    """Show the grounds of the green channel and their evidence."""
    return render(request, "appointments/catalogue/urgent.html", {"grounds": selectors.urgency_grounds()})


@public_page
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide of an item."""
    return render(request, "appointments/catalogue/service.html", _guide_context(request, selectors.spec(code)))


@public_page
def service_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide as a sheet to print, with QR and version."""
    return render(request, "appointments/catalogue/service_sheet.html", _guide_context(request, selectors.spec(code)))


@public_page
def questions(request: HttpRequest, code: str) -> HttpResponse:
    """Put the next question of an item, or go on to the list when there is none left."""
    asked = Asking(selectors.spec(code), request.GET)
    if asked.question is None:
        return redirect(asking.checklist_url(asked.finished_plan()))
    form = QuestionForm(asked.question, request.GET if asked.was_put else None)
    return render(request, "appointments/catalogue/question.html", {**asked.context(), "form": form})


@public_page
def add(request: HttpRequest) -> HttpResponse:
    """Choose another item for a person, or the first one of another person."""
    carried = Carried(request.GET)
    plan, person = carried.plan, min(carried.person, plans.MAX_PEOPLE)
    if not plan.people:
        return redirect("catalogue:service-list")
    found = pages.addable(selectors.catalogue(), plan, person - 1)
    groups = pages.listed_groups(found, query={"plan": carried.token, "person": person})
    context = {
        "groups": [group for group in groups if group.items],
        "person": person,
        "is_new_person": person > len(plan.people),
        "back_url": asking.checklist_url(plan),
    }
    return render(request, "appointments/catalogue/add.html", context)


@public_page
def checklist(request: HttpRequest) -> HttpResponse:
    """Show the 一次办结清单 of a plan, and the way on."""
    return render(request, "appointments/catalogue/checklist.html", _checklist_context(request))


@public_page
def checklist_sheet(request: HttpRequest) -> HttpResponse:
    """Show the 一次办结清单 as a sheet to print."""
    return render(request, "appointments/catalogue/checklist_sheet.html", _checklist_context(request))


def _checklist_context(request: HttpRequest) -> dict[str, Any]:
    catalogue = selectors.catalogue()
    plan = plans.read_draft(request.GET.get("plan", ""))
    plan = plans.make(plan.people)
    token = plans.sign(plan)
    told = telling.told(plan)
    people = pages.person_lists(plan, told)
    next_person = {"plan": token, "person": len(plan.people) + 1}
    return {
        "plan": plan,
        "token": token,
        "told": told,
        "people": people,
        "is_several": sum(len(person.items) for person in plan.people) > 1,
        "total": pages.total_facts(told),
        "bring_count": sum(len(person.bring) for person in people),
        "is_urgent": plans.is_urgent(plan),
        "ordinary_token": plans.sign(plans.ordinary(plan)) if plans.is_urgent(plan) else token,
        "companions": pages.companions(catalogue, plan),
        "add_person_url": f"{reverse('catalogue:add')}?{urlencode(next_person)}"
        if len(plan.people) < plans.MAX_PEOPLE
        else "",
        "address": request.build_absolute_uri(asking.checklist_url(plan)),
    }


def _guide_context(request: HttpRequest, spec: ServiceSpec) -> dict[str, Any]:
    facts = [
        Fact(value=guide.lead_figure(spec, kind), label=kind.label, weak=_is_weak(spec, kind))
        for kind in (FactKind.FEE, FactKind.PROMISE)
        if guide.lead_figure(spec, kind)
    ]
    _decision, because = rules.decide(spec, {})
    return {
        "spec": spec,
        "name": guide.pick(spec.name),
        "summary": guide.pick(spec.summary),
        "refer": guide.pick(spec.refer),
        "because": [{"title": guide.pick(one.title), "text": guide.pick(one.text)} for one in because],
        "facts": facts,
        "sections": guide.sections(spec),
        "address": request.build_absolute_uri(reverse("catalogue:service", args=[spec.code])),
    }


def _is_weak(spec: ServiceSpec, kind: FactKind) -> bool:
    rows = [row for row in spec.facts if row.kind == kind]
    lead = [row for row in rows if not row.condition] or rows
    return any(row.is_weak for row in lead)
