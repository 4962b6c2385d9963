"""Anonymous tips: taken, read, forwarded. A tip never learns who sent it."""
