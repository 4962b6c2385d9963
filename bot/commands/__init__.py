"""What the operator does with one provider: a group of the `jaganetral` command each."""
