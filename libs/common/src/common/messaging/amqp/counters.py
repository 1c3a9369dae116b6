"""What has passed between a service and the broker since the start; metrics read it."""

from dataclasses import dataclass


@dataclass
class Counters:
    """Plain numbers that only grow."""

    parcels_sent: int = 0
    """Parcels that the broker confirmed."""
    envelopes_sent: int = 0
    """Envelopes in them."""
    returns: int = 0
    """Parcels that came back because no queue reads their topic."""
    failures: int = 0
    """Publishes without a confirm; each may have arrived and is repeated."""
    parcels_received: int = 0
    """Parcels that are in the inbox."""
    envelopes_received: int = 0
    """Envelopes in them."""
    repeats: int = 0
    """Envelopes that the inbox knew already."""
    gaps: int = 0
    """Parcels whose predecessor was not seen."""
    dead_letters: int = 0
    """Messages that are no parcel."""
    reconnects: int = 0
    """Connections that replaced a lost one."""
    refused_parcels: int = 0
    """Parcels that no publisher of their topic signed; they are dead letters."""
    refused_envelopes: int = 0
    """Envelopes that their sender may not send; they are parked."""
