"""What other programs read: calendars (iCalendar). Pure functions from a schedule to bytes."""
