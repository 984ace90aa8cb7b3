# The hall's image. Every step is a script of deploy/, which CI runs without Docker as well.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock ./
COPY deploy/install deploy/
RUN sh deploy/install /usr/local/bin/python3 requirements.lock
COPY . .
RUN sh deploy/build /app/static_root

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/static_root HOST=0.0.0.0 PORT=8000
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hall \
 && install -d -o hall -g hall /app /app/var
WORKDIR /app
COPY --from=build /app /app
USER hall
VOLUME /app/var
EXPOSE 8000
ENTRYPOINT ["sh", "deploy/start"]
CMD ["web"]
