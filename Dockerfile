FROM python:3.11-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt && useradd --system rooms
COPY . .
USER rooms
EXPOSE 8501
# Where the server is: both are settings of Streamlit's, for `docker run -e`.
HEALTHCHECK CMD python -c "import os, urllib.request as u; e = os.environ.get; p = e('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/'); u.urlopen(f\"http://127.0.0.1:{e('STREAMLIT_SERVER_PORT', '8501')}/{p + '/' if p else ''}_stcore/health\", timeout=20)"
# With an address of its own to print, Streamlit does not ask the internet for one.
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.headless=true", "--browser.serverAddress=localhost"]
