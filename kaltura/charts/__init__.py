"""Small table → Plotly figure: one function a chart, one theme."""
