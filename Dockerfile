# One image for web, worker, beat and the one-shot that prepares the database (see docker-compose.yml).
FROM python:3.11-slim-bookworm

ENV PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    KYOTEN_ENV=production \
    KYOTEN_VAR=/var/lib/kyoten

RUN useradd --system --uid 1000 --home-dir /var/lib/kyoten --create-home kyoten

WORKDIR /srv/kyoten
COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY . .
RUN python -m compileall -q .

USER kyoten
VOLUME /var/lib/kyoten
EXPOSE 8000
CMD ["python", "manage.py", "serve", "web", "--host", "0.0.0.0"]
