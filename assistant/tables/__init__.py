"""What a corpus says, as tables: duties, targets, related decisions. No page here, only values."""
