"""The tables of staff: the only SQL about accounts, codes and sessions."""
