"""A file, to whom it is for."""

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from wuxue_exit_entry.accounts import access
from wuxue_exit_entry.attachments import services
from wuxue_exit_entry.attachments.enums import FileKind

_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


@access.signed_in
@require_GET
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send the file, an image into the page and a PDF to the disk; for everybody else there is none."""
    attachment, content = services.read(actor=request.actor, public_id=public_id, purpose="查看附件")
    response = HttpResponse(content, content_type=attachment.content_type)
    as_file = attachment.kind == FileKind.PDF
    response["Content-Disposition"] = content_disposition_header(as_file, attachment.name) or "attachment"
    response["Content-Security-Policy"] = _NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
