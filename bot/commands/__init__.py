"""What the operator does with one room or provider: a group of the `jaganetral` command each."""
