"""When each job runs."""

SWEEP = "*/15 * * * * *"
EVIDENCE = "*/10 * * * * *"
ERASURE = "30 * * * * *"
RETENTION = "0 7 * * * *"
BROADCASTS = "*/5 * * * * *"
AUDIT = "0 0 17 * * *"  # midnight in Jakarta
PARCELS = "0 23 * * * *"
FORWARDING = "*/20 * * * * *"
POLLING = "0 37 * * * *"
