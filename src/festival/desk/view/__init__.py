"""What the desk's pages say, as pure functions of the state and a width."""
