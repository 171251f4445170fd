"""What is paid: expenses, claims, indemnity, damages."""
