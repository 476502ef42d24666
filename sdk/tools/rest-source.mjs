import { readFile } from 'node:fs/promises';

const source = new URL('../../schema/rest/openapi.json', import.meta.url);

const isExample = (name) => name === 'example' || name === 'examples';
const whole = JSON.parse(await readFile(source, 'utf8'), (name, value) =>
  isExample(name) ? undefined : value,
);
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);
const paths = Object.fromEntries(
  Object.entries(whole.paths)
    .map(([path, item]) => [path, Object.fromEntries(Object.entries(item).filter(isOwn).map(operation))])
    .filter(([, item]) => Object.keys(item).some((name) => methods.has(name))),
);

/** Of the operations of the graph each has types, at the first of its addresses; what is none speaks OAuth, or with browsers and wallets. */
function isOwn([method, described]) {
  if (!methods.has(method)) return true;
  return described['x-graphql-operation'] !== undefined && !described.operationId.endsWith('Alias');
}

function operation([method, described]) {
  if (!methods.has(method)) return [method, described];
  const { operationId, summary, parameters = [], requestBody, responses } = described;
  const success = Object.entries(responses).filter(([status]) => /^2/.test(status));
  return [
    method,
    {
      operationId,
      summary,
      parameters: parameters.map(resolved).filter((each) => each.in === 'query'),
      requestBody,
      responses: Object.fromEntries(success.map(([status, { headers: _, ...answer }]) => [status, answer])),
    },
  ];
}

function resolved(parameter) {
  const name = parameter.$ref?.split('/').at(-1);
  return name === undefined ? parameter : whole.components.parameters[name];
}

/** The schemas that `part` refers to, and those that these refer to. */
function used(part, found = new Set()) {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (found.has(name)) continue;
    found.add(name);
    used(whole.components.schemas[name], found);
  }
  return found;
}

const schemas = Object.fromEntries(
  [...used(paths)].sort().map((name) => [name, whole.components.schemas[name]]),
);

/** Of the committed OpenAPI document what the types of the client are made of. */
export const restSource = {
  openapi: whole.openapi,
  info: { title: 'The hub', version: '1' },
  paths,
  components: { schemas },
};
