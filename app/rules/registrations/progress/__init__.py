"""What has become of a registration, and of the shares in it."""
