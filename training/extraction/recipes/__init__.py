"""The recipes of extractors."""
