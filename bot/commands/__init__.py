"""The parts of the command that belong to one channel each."""
