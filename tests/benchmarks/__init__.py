"""`make bench`: the main jobs, each beside a baseline measured in the same run."""
