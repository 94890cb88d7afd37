"""What pages share on screen. Only app.py, pages/ and this package import Streamlit."""
