"""Undo damage: every step here restores text from what the damaged bytes still say."""
