"""A batch of a hotel's program: once per reference, in order, answered the same when it is sent again."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from lodging.hotels.models import Hotel, HotelKey
from lodging.stays import answers, services, tables
from lodging.stays.enums import ReportChannel
from lodging.stays.models import Batch
from wuxue_exit_entry.audit.actors import Actor
from wuxue_exit_entry.kernel import locks
from wuxue_exit_entry.kernel.errors import BusinessError

Answer = dict[str, Any]


@transaction.atomic
def take(*, actor: Actor, hotel: Hotel, key: HotelKey | None, body: Any) -> Answer:
    """Take a batch and return its answer; the same batch again is the same answer.

    Raises BusinessError(batch_shape, batch_too_large, batch_ref_used), RowsRejected, NotFound.
    """
    given = {"stays": body} if isinstance(body, list) else body
    rows = given.get("stays") if isinstance(given, dict) else None
    if not isinstance(rows, list) or not rows:
        raise BusinessError("batch_shape", _("「stays」要是一个列表，至少一条。"), "stays", status=400)
    if len(rows) > tables.BATCH_LIMIT:
        words = _("一批至多 %(limit)s 条，这一批有 %(n)s 条。") % {"limit": tables.BATCH_LIMIT, "n": len(rows)}
        raise BusinessError("batch_too_large", words, "stays", details={"limit": tables.BATCH_LIMIT}, status=413)
    ref, digest = _reference(given), _digest(rows)
    locks.hold([f"lodging.batch:{hotel.unit_id}:{ref}"])
    known = Batch.objects.filter(unit_id=hotel.unit_id, client_ref=ref).select_related("receipt").first()
    if known:
        return _same(known, digest)
    made = services.report(
        actor=actor,
        hotel=hotel,
        rows=rows,
        channel=ReportChannel.API,
        key=key,
        atomic=bool(given.get("atomic")),
        dry_run=bool(given.get("dry_run")),
    )
    answer = answers.report(made)
    if not given.get("dry_run"):
        Batch.objects.create(
            unit_id=hotel.unit_id,
            hotel=hotel,
            client_ref=ref,
            payload_digest=digest,
            results=json.dumps(answer["results"]),
            receipt=made.receipt,
        )
    return answer


def _same(known: Batch, digest: str) -> Answer:
    if known.payload_digest != digest:
        raise BusinessError("batch_ref_used", _("这个批号已经用于另一批内容。"), "client_ref")
    return answers.summed_up(json.loads(known.results), known.receipt)


def _reference(given: dict[str, Any]) -> UUID:
    written = given.get("client_ref")
    if written is None:
        return uuid4()
    try:
        return UUID(str(written))
    except ValueError as error:
        raise BusinessError("batch_ref_invalid", _("批号要是一个 UUID。"), "client_ref", status=400) from error


def _digest(rows: list[Any]) -> str:
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
