"""When each job runs."""

SWEEP = "*/15 * * * * *"
EVIDENCE = "*/10 * * * * *"
ERASURE = "30 * * * * *"
RETENTION = "0 7 * * * *"
BROADCASTS_SECONDS = 2.0  # in every process: a pause, and a dead process, are seen that fast
AUDIT = "0 0 17 * * *"  # midnight in Jakarta
PARCELS = "0 23 * * * *"
FORWARDING = "*/20 * * * * *"
NOTICES = "40 * * * * *"
POLLING = "0 37 * * * *"
TEMPLATES = "0 53 * * * *"
