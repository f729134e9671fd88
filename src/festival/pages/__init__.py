"""What phones get: pages as HTML, pure functions from a schedule, a language and an instant to bytes."""
