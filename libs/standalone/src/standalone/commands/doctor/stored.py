"""Values that are kept in the database: what is not set here may be in force there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from common.credentials.spec import DEFAULT

from standalone.commands.asking import Asker
from standalone.commands.doctor.report import Finding, Level, ok, warn
from standalone.commands.finding import SERVICES
from standalone.commands.gathering import gather
from standalone.commands.secrets.keepers import PATH

_UNSET: Final = "is not set"
_TOKEN: Final = "WHATSAPP_ACCESS_TOKEN"  # noqa: S105 - a variable's name
_WHATSAPP: Final = "WhatsApp"


@dataclass(frozen=True, slots=True)
class Stored:
    """Fingerprints of what services keep in the database, by the variable it stands for."""

    fingerprints: Mapping[str, str] = field(default_factory=dict[str, str])
    overriding: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of these, by variable the providers whose environment's value counts nowhere."""

    def among(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings in which nothing is missed that a service keeps."""
        return [self._seen(one) for one in findings]

    def _seen(self, one: Finding) -> Finding:
        if one.name == _WHATSAPP and _TOKEN in one.detail and _TOKEN in self.fingerprints:
            return warn(
                _WHATSAPP,
                "its token is kept in the database, which shows it to nobody",
                f"set {_TOKEN} for this one command to have its kind, age and permissions checked",
            )
        if one.level is Level.OK and one.name in self.overriding:
            return warn(
                one.name,
                "is set here, but the one that is kept in the database counts, "
                f"fingerprint {self.fingerprints[one.name]}",
                f"unset it here, or `mari secrets remove {self.overriding[one.name]}`",
            )
        if one.level is not Level.WARN or not one.detail.startswith(_UNSET):
            return one
        found = self.fingerprints.get(one.name)
        return ok(one.name, f"kept in the database, fingerprint {found}") if found else one


async def stored(asker: Asker) -> Stored:
    """Return what services tell of their database; one that is silent tells nothing."""

    async def credentials(service: str) -> list[dict[str, Any]]:
        answer = await asker.answer(service, PATH)
        return answer.json()["credentials"] if answer.is_success else []

    gathered = await gather(SERVICES, credentials)
    kept = [
        (line, value)
        for lines in gathered.answers.values()
        for line in lines
        for value in line["fields"].values()
        if value["source"] == "database"
    ]
    return Stored(
        {value["variable"]: value["fingerprint"] for _, value in kept},
        {value["variable"]: line["provider"] for line, value in kept if line["scope"] == DEFAULT},
    )
