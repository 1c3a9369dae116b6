"""Runs every check and prints the report: what must be mended stands out."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import typer
from rich.table import Table
from rich.text import Text

from standalone.commands.asking import asking
from standalone.commands.deployment import Deployment, deployment
from standalone.commands.doctor.broker import check_broker
from standalone.commands.doctor.checkout import check_env_file
from standalone.commands.doctor.clocks import check_clocks
from standalone.commands.doctor.credentials import check_credentials
from standalone.commands.doctor.databases import check_databases
from standalone.commands.doctor.meta import check_whatsapp
from standalone.commands.doctor.outside import addresses, check_omari, check_origin
from standalone.commands.doctor.report import Finding, Level, fail
from standalone.commands.doctor.services import check_lanes, check_services
from standalone.commands.doctor.signing import check_signing
from standalone.commands.doctor.stored import Stored, stored
from standalone.commands.failing import WELL, WRONG, CommandError, finish
from standalone.commands.showing import BAD, CARE, FAINT, Json, console, pairs, say, say_json, times
from standalone.commands.showing import WELL as GREEN

Report = Mapping[str, Sequence[Finding]]
_NAMES: Final = 29
"""Characters that names have at least, so that all groups stand in line."""
_STYLES: Final = {Level.OK: GREEN, Level.WARN: CARE, Level.FAIL: BAD}


def doctor(*, as_json: Json = False) -> None:
    """Check everything that Mari needs; each line is ok, warn or FAIL with what to do."""
    finish(_doctor(as_json=as_json))


def add_doctor(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)


async def _doctor(*, as_json: bool) -> int:
    patient = deployment()
    report = await examine(patient, Path.cwd())
    where = addresses(patient.settings.site_url)
    findings = [one for group in report.values() for one in group]
    is_well = all(one.level is not Level.FAIL for one in findings)
    if as_json:
        groups = {name: [one.as_json() for one in group] for name, group in report.items()}
        say_json({"ok": is_well, "form": patient.form, "checks": groups, "addresses": where})
    else:
        _print(report, where)
    return WELL if is_well else WRONG


async def examine(patient: Deployment, folder: Path) -> Report:
    """Return what every check found, by group."""
    settings = patient.settings
    (
        (services, kept),
        (databases, at_database),
        (whatsapp, at_meta),
        (omari, at_omari),
    ) = await asyncio.gather(
        _services(patient),
        check_databases(patient.databases),
        check_whatsapp(settings),
        check_omari(settings),
    )
    broker, origin, env_file = await asyncio.gather(
        check_broker(patient.brokers, patient.admin_broker, patient.form),
        check_origin(settings),
        check_env_file(folder),
    )
    clocks = {"the database": at_database, "Meta": at_meta, "O'mari": at_omari}
    return {
        **services,
        "Database": databases,
        "Broker": broker,
        "Clock": check_clocks(clocks),
        "Values": kept.among(check_credentials(settings, is_test=patient.is_test)),
        "Signing": check_signing(settings, patient.signing),
        "WhatsApp": kept.among(whatsapp),
        "Providers": omari,
        "Public": origin,
        "Secrets": env_file,
    }


async def _services(patient: Deployment) -> tuple[dict[str, Sequence[Finding]], Stored]:
    if patient.missing:
        return {"Services": [fail("services", patient.missing)]}, Stored()
    try:
        async with asking() as asker:
            ready, lanes, kept = await asyncio.gather(
                check_services(asker, is_test=patient.is_test), check_lanes(asker), stored(asker)
            )
            return {"Services": ready, "Lanes": lanes}, kept
    except CommandError as error:
        return {"Services": [fail("services", str(error))]}, Stored()


def _print(report: Report, where: Mapping[str, str]) -> None:
    for name, findings in report.items():
        say(name, "bold")
        console().print(_group(findings))
    say("Addresses to paste", "bold")
    pairs([(f"  {place}", address) for place, address in where.items()])
    say("")
    _print_summary([one for group in report.values() for one in group])


def _group(findings: Sequence[Finding]) -> Table:
    made = Table.grid(padding=(0, 2))
    made.add_column(width=6, justify="right", no_wrap=True)
    made.add_column(no_wrap=True, min_width=_NAMES)
    made.add_column(overflow="fold")
    for one in findings:
        is_well = one.level is Level.OK
        detail = Text(one.detail, style=FAINT if is_well else "")
        if one.advice:
            detail.append(f"\n→ {one.advice}", style="italic")
        made.add_row(Text(str(one.level), style=_STYLES[one.level]), one.name, detail)
    made.add_row("", "", "")
    return made


def _print_summary(findings: Sequence[Finding]) -> None:
    failed = sum(one.level is Level.FAIL for one in findings)
    warned = sum(one.level is Level.WARN for one in findings)
    if failed:
        say(f"✗ {times(failed, 'thing')} must be mended; {times(warned, 'warning')}.", BAD)
    elif warned:
        say(f"✓ Mari works; {times(warned, 'warning')} to look at.", CARE)
    else:
        say("✓ All is well.", GREEN)
