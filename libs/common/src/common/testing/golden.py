"""Records the example of each new message type; a recorded one is never written again.

Run `python -m common.testing.golden libs/common/tests/data/messages`.
"""

import hashlib
import json
import sys
from pathlib import Path

from common.contracts import MESSAGES


def record_new(folder: Path) -> list[str]:
    """Write the examples that have no golden file yet, and list their digests; returns them."""
    new = [kind for kind in MESSAGES.values() if not (folder / f"{kind.TYPE}.json").exists()]
    for kind in new:
        text = json.dumps(kind.EXAMPLE, indent=2, ensure_ascii=False) + "\n"
        (folder / f"{kind.TYPE}.json").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        with (folder / "SHA256SUMS").open("a", encoding="utf-8") as sums:
            sums.write(f"{digest}  {kind.TYPE}.json\n")
    return [kind.TYPE for kind in new]


if __name__ == "__main__":
    record_new(Path(sys.argv[1]))
