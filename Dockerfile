# Attest for production. Build: docker build -t attest .
# Run:   docker run -p 3000:3000 -v attest:/data -e PUBLIC_URL=https://portfolio.example.org attest
# With DATABASE_URL (and SESSION_SECRET) it uses a PostgreSQL of your own; without, the embedded one in /data.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
ENV NODE_ENV=production ATTEST_DATA=/data PORT=3000
WORKDIR /app
COPY --from=build --chown=node:node /app .
RUN install -d -o node -g node -m 711 /data
VOLUME /data
USER node
EXPOSE 3000
HEALTHCHECK --start-period=90s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, so that a stop reaches Attest itself and the database is stopped last.
CMD ["node", "src/start.mjs"]
