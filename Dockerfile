# Builds the program and its browser UI, then keeps what running needs. docs/operations.md says how to use it.
FROM node:20-slim AS build
WORKDIR /opt/xiaohao
# Only where no ready-made better-sqlite3 exists for the platform.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
COPY web/package.json web/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production DATA_DIR=/data DATABASE_URL=sqlite:/data/xiaohao.sqlite HOST=0.0.0.0
WORKDIR /opt/xiaohao
COPY --from=build /opt/xiaohao/package.json ./
COPY --from=build /opt/xiaohao/node_modules node_modules
COPY --from=build /opt/xiaohao/dist dist
COPY --from=build /opt/xiaohao/templates templates
COPY --from=build /opt/xiaohao/docs docs
COPY --from=build /opt/xiaohao/web/dist web/dist
RUN install -d -m 700 -o node -g node /data \
  && chmod 755 dist/src/cli.js \
  && ln -s /opt/xiaohao/dist/src/cli.js /usr/local/bin/xiaohao
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/cli.js", "serve"]
