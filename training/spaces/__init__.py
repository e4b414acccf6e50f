"""What `stance tune` searches, by kind of classifier."""
