"""What has happened, written down with the facts and told to other systems."""
