"""The terms as a document: checked, changed by date, and pointed into."""
