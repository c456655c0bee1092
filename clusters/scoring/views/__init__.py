"""Pages of scoring: the score page, a unit's sheet, and the addresses their scripts talk to."""
