"""The plan of cross-inspections: facts, wishes, proposals; plain functions without Django."""
