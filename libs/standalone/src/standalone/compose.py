"""What docker-compose.yml alone reads from `.env`; here only so that `.env.example` tells it."""

from pydantic import Field
from pydantic_settings import BaseSettings


class ComposeVariables(BaseSettings):
    """No process reads these: they say where containers are published and what is mounted."""

    profiles: str = Field(
        default="",
        validation_alias="COMPOSE_PROFILES",
        description="Comma-separated: sandbox (a TEST), observability.",
    )
    secrets_folder: str = Field(
        default="./deploy/secrets",
        validation_alias="MARI_SECRETS_DIR",
        description="The folder that deploy/make_secrets.py made.",
    )
    sandbox_secrets_folder: str = Field(
        default="./deploy/secrets-sandbox",
        validation_alias="MARI_SANDBOX_SECRETS_DIR",
        description="What a TEST's sandbox mounts: `deploy/make_secrets.py --sandbox` makes it.",
    )
    http_port: int = Field(
        default=80,
        validation_alias="MARI_HTTP_PORT",
        description="The proxy's port for http; 80 is needed to get a certificate.",
    )
    https_port: int = Field(
        default=443, validation_alias="MARI_HTTPS_PORT", description="The proxy's port for https."
    )
    edge_subnet: str = Field(
        default="172.30.253.0/28",
        validation_alias="MARI_EDGE_SUBNET",
        description="Network of the proxy and the services behind it; only its word is believed.",
    )
    prometheus_port: int = Field(
        default=9090,
        validation_alias="PROMETHEUS_PORT",
        description="Loopback port of Prometheus.",
    )
    grafana_port: int = Field(
        default=3000, validation_alias="GRAFANA_PORT", description="Loopback port of Grafana."
    )
    postgres_image: str = Field(
        default="postgres:18",
        validation_alias="POSTGRES_IMAGE",
        description="Image: PostgreSQL. `deploy/images.py pin` adds its digest.",
    )
    rabbitmq_image: str = Field(
        default="rabbitmq:4.1-management",
        validation_alias="RABBITMQ_IMAGE",
        description="Image: RabbitMQ. `deploy/images.py pin` adds its digest.",
    )
    python_image: str = Field(
        default="python:3.11-slim-bookworm",
        validation_alias="PYTHON_IMAGE",
        description="Image: what services are built on. `deploy/images.py pin` adds its digest.",
    )
    caddy_image: str = Field(
        default="caddy:2.10-alpine",
        validation_alias="CADDY_IMAGE",
        description="Image: what the proxy is built on. `deploy/images.py pin` adds its digest.",
    )
    prometheus_image: str = Field(
        default="prom/prometheus:v3.5.0",
        validation_alias="PROMETHEUS_IMAGE",
        description="Image: Prometheus. `deploy/images.py pin` adds its digest.",
    )
    grafana_image: str = Field(
        default="grafana/grafana:12.1.0",
        validation_alias="GRAFANA_IMAGE",
        description="Image: Grafana. `deploy/images.py pin` adds its digest.",
    )
