"""What stands above a page for a moment: questions, the preview of an edit, help, the palette."""
