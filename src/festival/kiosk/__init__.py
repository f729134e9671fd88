"""The visitors' and delegates' app, in a terminal or locked on a kiosk."""
