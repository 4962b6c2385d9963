"""Tips that are not sent yet, each sealed with a key of its own that only its conversation has."""
