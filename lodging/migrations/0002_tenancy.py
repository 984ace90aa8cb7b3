"""A hotel sees its own rows, whatever the code above forgets."""

from django.db import migrations

from wuxue_exit_entry.accounts import tenancy

TABLES = (
    "lodging_stay",
    "lodging_historicalstay",
    "lodging_receipt",
    "lodging_batch",
    "lodging_zeroreport",
)


class Migration(migrations.Migration):
    dependencies = [("lodging", "0001_initial")]
    operations = [tenancy.tenant_rows(table) for table in TABLES]
