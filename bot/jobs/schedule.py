"""When each job runs."""

SWEEP = "*/15 * * * * *"
ERASURE = "30 * * * * *"
RETENTION = "0 7 * * * *"
PARCELS = "0 23 * * * *"
FORWARDING = "*/20 * * * * *"
POLLING = "0 37 * * * *"
