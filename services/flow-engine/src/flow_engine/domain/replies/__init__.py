"""Whether a reply is what a question asks for, and the plain value that is kept."""

from flow_engine.domain.replies.check import Answer, Refusal, Reply, check_reply

__all__ = ["Answer", "Refusal", "Reply", "check_reply"]
