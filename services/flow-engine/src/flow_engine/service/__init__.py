"""The use cases of flow-engine, each inside one unit of work that its edge commits."""
