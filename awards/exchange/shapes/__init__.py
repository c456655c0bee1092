"""What the parts of a document look like: each shape reads a node into its normal form, writes the normal
form as an export shows it, and describes itself as JSON Schema.

The normal form holds only what JSON can: points and quantities as texts, days as `2022-11-25`, references as
codes. What equals its default is left out, so that two documents that say the same are equal.
"""
