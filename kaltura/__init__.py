"""Kaltura Room Analytics: attendance, engagement and breakouts of Kaltura Rooms.

The way of the data, which no module walks backwards:

bytes → typed frame and problems (reports) → owned rows, merged, events tagged (fetch) → Dataset
→ the same Dataset, smaller (Dataset.select) → small pandas table (metrics) → figure (charts) → page.
"""

__version__ = "0.1.0"
