"""People who asked to hear from us, and who of them still may."""
