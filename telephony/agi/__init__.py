"""What a desk may ask of Asterisk by telephone (AGI): one short process a call, never on the way of a 112 call."""
