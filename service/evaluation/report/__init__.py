"""A run as one HTML page that opens anywhere: figures, plots, and the cases that went worst."""

from service.evaluation.report.write import write_report

__all__ = ["write_report"]
