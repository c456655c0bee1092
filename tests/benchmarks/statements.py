"""The baselines: the same work in plain SQL through a cursor."""

from django.db import connection

RANKING = """
SELECT membership, total, answered, RANK() OVER (ORDER BY total DESC) FROM (
    SELECT s.membership_id AS membership, SUM(m.points) AS total, COUNT(m.points) AS answered
    FROM clusters_mark m JOIN clusters_sheet s ON s.id = m.sheet_id
    JOIN clusters_membership k ON k.id = s.membership_id
    WHERE k.group_id = %s AND m.source = %s AND m.points IS NOT NULL
    GROUP BY s.membership_id) sums
"""
MARKS = """
SELECT s.membership_id, m.criterion_id, m.source, m.points, m.version
FROM clusters_mark m JOIN clusters_sheet s ON s.id = m.sheet_id
JOIN clusters_membership k ON k.id = s.membership_id WHERE k.group_id = %s
"""
ENTRY = """
INSERT INTO audit_entry (chain, sequence, at, verb, subject_kind, subject_id, subject_label, action, data, reason,
    personal_digest, previous, digest)
SELECT chain || '-raw', sequence + (SELECT COUNT(*) FROM audit_entry), at, verb, subject_kind, subject_id,
    subject_label, action, data, reason, personal_digest, previous, digest
FROM audit_entry ORDER BY id DESC LIMIT 1
"""


def fetched(statement: str, *values: object) -> list[tuple[object, ...]]:
    """Run a statement and fetch everything."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def write_mark(mark: int, points: int) -> None:
    """Change one mark and add a log row, in a transaction: the least a save can be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clusters_mark SET points = %s, version = version + 1 WHERE id = %s", [points, mark]
        )
        cursor.execute(ENTRY)
