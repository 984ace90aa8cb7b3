"""Which packages' static files are served: only those that a page of ours links."""

from django.contrib.staticfiles.apps import StaticFilesConfig

UNLINKED_PACKAGES = ["rest_framework", "django_otp", "django_tables2"]
UNLINKED_FILES = ["htmax-*", "htmx-4*", "htmx-2.js", "ext"]


class LinkedStaticFiles(StaticFilesConfig):
    """Leaves out ten megabytes that no page of ours names; compressing them would take half of the first start."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *UNLINKED_PACKAGES, *UNLINKED_FILES]
