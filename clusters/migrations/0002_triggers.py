"""What no CHECK constraint can say: marks within their criterion's bounds, frozen tables unchanged.

SQLite forgets a table's triggers when a later migration rebuilds the table: such a migration ends with
these operations again (`tests/platform` and `tests/clusters` fail if a trigger is missing).
"""

from django.db import migrations

from emulation.core.triggers import guard

MARK_OUT_OF_BOUNDS = """NEW.points IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM clusters_criterion c
    WHERE c.id = NEW.criterion_id AND c.kind <> 'group' AND NEW.points BETWEEN c.minimum AND c.maximum)"""

TABLE_FROZEN = "EXISTS (SELECT 1 FROM clusters_criteriatable t WHERE t.id = {row}.table_id AND t.state = 'frozen')"


class Migration(migrations.Migration):
    dependencies = [("clusters", "0001_initial")]

    operations = [
        guard(
            "mark_within_bounds",
            table="clusters_mark",
            events=["INSERT", "UPDATE OF points, criterion_id"],
            condition=MARK_OUT_OF_BOUNDS,
            message="mark_within_bounds: points outside the bounds of the criterion",
        ),
        guard(
            "criterion_frozen_new",
            table="clusters_criterion",
            events=["INSERT", "UPDATE OF code, parent_id, position, kind, minimum, maximum, on_top, parameters, table_id"],
            condition=TABLE_FROZEN.format(row="NEW"),
            message="criterion_frozen: the table is frozen",
        ),
        guard(
            "criterion_frozen_old",
            table="clusters_criterion",
            events=["DELETE"],
            condition=TABLE_FROZEN.format(row="OLD"),
            message="criterion_frozen: the table is frozen",
        ),
    ]
