"""What follows from the answers: facts, scope, scores, red flags and the sources of the pain."""
