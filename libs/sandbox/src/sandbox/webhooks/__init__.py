"""What Meta reports: scheduled with the change itself, signed, and delivered until accepted."""
