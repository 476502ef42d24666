# One image for every process of the hub; docker-compose.yml says which one a container runs.

FROM node:24-bookworm-slim AS build
WORKDIR /hub
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
# What the processes read besides node_modules: the code, the schema, the SQL of the migrations.
RUN mkdir /out && cp -r --parents dist schema package.json platform/*/migrations subgraphs/*/migrations /out

# Neither the Node nor the PostgreSQL that npm brings is of use in a container: the one is there, the
# other has a container of its own. PostgreSQL's packages and the compiler's are optional ones.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /hub
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional && rm -rf node_modules/node node_modules/.bin/node

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /hub
COPY --from=dependencies /hub/node_modules node_modules
COPY --from=build /out ./
COPY LICENSE NOTICE ./
# Where the demo data's keys and the documents are kept; volumes that are mounted here take their owner over.
RUN install -d -o node -g node -m 700 /data /files
USER node
EXPOSE 4000
CMD ["node", "--max-semi-space-size=32", "--enable-source-maps", "dist/run/gateway.js"]
