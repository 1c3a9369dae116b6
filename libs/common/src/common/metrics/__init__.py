"""What Prometheus reads of a service: a registry per app, bounded labels, no ids."""

from common.metrics.http import HttpMeter, RequestFigures
from common.metrics.page import MetricsPage
from common.metrics.reading import OpenTasks, Reading

__all__ = ["HttpMeter", "MetricsPage", "OpenTasks", "Reading", "RequestFigures"]
