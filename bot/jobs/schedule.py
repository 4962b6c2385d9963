"""When each job runs."""

SWEEP = "*/15 * * * * *"
RETENTION = "0 7 * * * *"
