"""One schema and one line of migrations for each service."""

import importlib
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from common.db import MigrationSource
from common.db.migrate import alembic_config
from common.messaging.topology import schema_of

ROOT = Path(__file__).parents[2]
SERVICES = sorted(folder.name for folder in (ROOT / "services").iterdir() if folder.is_dir())


def _source(service: str) -> MigrationSource:
    return importlib.import_module(schema_of(service) + ".main").migrations()


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_one_migration_head(service: str) -> None:
    """Two heads would leave the order of two changes to chance."""
    script = ScriptDirectory.from_config(alembic_config(_source(service)))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_owns_the_schema_of_its_name(service: str) -> None:
    """No service reads another one's tables: the schema is the import name."""
    assert schema_of(service) == _source(service).schema
