"""The recipes that ship: one complete TOML file a kind."""
