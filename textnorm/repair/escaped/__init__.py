"""What the step ``escapes`` is made of: kinds of escapes, where they stand, and when they are undone."""
