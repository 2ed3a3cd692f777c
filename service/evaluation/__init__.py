"""How good it is: cases, runs over them, metrics with intervals, reports, and calibration."""
