"""The version of the service and its rules, stamped into every answer."""

SERVICE_VERSION = "0.1.0"
