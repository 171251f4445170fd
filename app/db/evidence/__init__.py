"""What holds the record together: hashes, answers kept, the audit, the chain, the anchors."""
