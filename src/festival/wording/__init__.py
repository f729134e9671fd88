"""The schedule in a reader's language: the words that a kiosk and a phone use alike, without a screen."""
