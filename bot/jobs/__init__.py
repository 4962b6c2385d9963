"""Work that outlives a process."""
