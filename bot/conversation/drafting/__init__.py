"""The way of a tip's draft, from its first word to the review: what handlers of tips share."""
