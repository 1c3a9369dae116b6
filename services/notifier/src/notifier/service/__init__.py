"""What the notifier does: takes commands, sends, hears of statuses, forgets."""
