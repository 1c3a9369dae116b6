"""Whether a reply is what a question asks for, and the plain value that is kept."""

from flow_engine.domain.replies.check import Answer, Refusal, Reply, check_reply
from flow_engine.domain.replies.code import code_in, looks_like_code

__all__ = ["Answer", "Refusal", "Reply", "check_reply", "code_in", "looks_like_code"]
