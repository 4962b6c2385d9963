"""When each job runs."""

SWEEP = "*/15 * * * * *"
ERASURE = "30 * * * * *"
RETENTION = "0 7 * * * *"
BROADCASTS_SECONDS = 2.0  # in every process: a pause, and a dead process, are seen that fast
