"""What tests share: the plugin, the clock they hold, builders, and the provider's contract."""
