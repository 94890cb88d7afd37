"""Did people pay attention?"""

from kaltura.reports.columns import Report
from kaltura.ui import engagement_parts as parts
from kaltura.ui.period import choose_period
from kaltura.ui.state import view
from kaltura.ui.states import PageEnd, available, has_main_sessions

if not has_main_sessions(view()):
    raise PageEnd

if not available(Report.ATTENDEES):
    parts.own_ratios()
    raise PageEnd

period = choose_period("engagement")
parts.figures(period)
parts.over_time(period)
parts.lost_minutes()
parts.distribution_and_week()
parts.by_class()
parts.own_ratios()
