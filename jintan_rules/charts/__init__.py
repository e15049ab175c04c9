"""Pictures of verdicts, each a function from reports or a frame to an Altair chart."""

from jintan_rules.charts.change import change
from jintan_rules.charts.files import save
from jintan_rules.charts.heat import heat_map
from jintan_rules.charts.months import calendar
from jintan_rules.charts.share import share_met

__all__ = ["calendar", "change", "heat_map", "save", "share_met"]
