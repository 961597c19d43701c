"""What readers answer, and who may see it."""
