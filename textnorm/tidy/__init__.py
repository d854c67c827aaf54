"""Tidy: characters, width, punctuation and spacing, as the profile ``standard`` asks for."""
