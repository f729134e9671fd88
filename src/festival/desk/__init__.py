"""The organisers' desk: changes the day live, with the keyboard."""
