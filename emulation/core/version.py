"""The version that the footer of every page shows; the packaging data says the same."""

VERSION = "0.1.0"
