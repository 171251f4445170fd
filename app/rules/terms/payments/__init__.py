"""What is paid, by whom and how much: expenses, indemnity, damages agreed beforehand."""
