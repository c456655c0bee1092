"""Cross-inspections: who inspects whom and when."""
