"""What the step ``mojibake`` is made of: wrong-codec chains, found, read, filled and judged."""
