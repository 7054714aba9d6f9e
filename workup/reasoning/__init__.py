"""What follows from the answers: facts and scope."""
