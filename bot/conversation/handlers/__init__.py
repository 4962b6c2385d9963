"""Words in, a turn out: no SQL, no channel, no other handler."""
