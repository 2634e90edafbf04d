"""Figures of the centre: cash flow, staffing by hour, storage by phase, what moves the cost."""
