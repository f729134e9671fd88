"""Following a hub over HTTP, and editing through it. It knows no screen: a kiosk gets an iterator of states.

Importing this package loads no HTTP library; the modules that speak to the network do.
"""
