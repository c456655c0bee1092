"""How long the main jobs take, beside raw SQL measured in the same run: `python -m tests.benchmarks`."""
