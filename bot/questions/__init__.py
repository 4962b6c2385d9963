"""Questions about the rules, and what is learned from them."""
