"""The rules of notifying, without I/O: content, pacing, what answers mean, what comes next."""
