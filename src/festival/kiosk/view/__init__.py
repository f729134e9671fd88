"""What a screen says, as rows of text: pure functions of the state and a width."""
