from django.db import migrations

from emulation.core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [append_only("documents_storedpaper")]
