/** A request that a sample makes. */
export interface SampleRequest {
  method: string;
  /** Address with everything in its place. */
  url: string;
  /** Undefined where there is none. */
  body: unknown;
  /** Sends a key of its own, by which a repeat is known. */
  idempotent: boolean;
}

/** How to make a request with curl, JavaScript and Python, by `x-codeSamples`. */
export function codeSamples(request: SampleRequest): { lang: string; label: string; source: string }[] {
  return [
    { lang: 'Shell', label: 'curl', source: curl(request) },
    { lang: 'JavaScript', label: 'JavaScript', source: javaScript(request) },
    { lang: 'Python', label: 'Python', source: python(request) },
  ];
}

function curl({ method, url, body, idempotent }: SampleRequest): string {
  return [
    `curl --request ${method} '${quoted(url)}'`,
    `  --header "X-API-Key: $HUB_KEY"`,
    ...(idempotent ? [`  --header "Idempotency-Key: $(uuidgen)"`] : []),
    ...(body === undefined
      ? []
      : [`  --header 'Content-Type: application/json'`, `  --data '${quoted(pretty(body))}'`]),
  ].join(' \\\n');
}

function javaScript({ method, url, body, idempotent }: SampleRequest): string {
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: '${method}',`,
    '  headers: {',
    "    'X-API-Key': process.env.HUB_KEY,",
    ...(idempotent ? ["    'Idempotency-Key': crypto.randomUUID(),"] : []),
    ...(body === undefined ? [] : ["    'Content-Type': 'application/json',"]),
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(pretty(body))}),`]),
    '});',
    'if (!response.ok) throw new Error((await response.json()).error.message);',
    ...(method === 'DELETE' ? [] : ['const answer = await response.json();']),
  ].join('\n');
}

function python({ method, url, body, idempotent }: SampleRequest): string {
  return [
    'import os',
    ...(idempotent ? ['import uuid'] : []),
    'import requests',
    '',
    `response = requests.request("${method}", ${JSON.stringify(url)},`,
    `    headers={"X-API-Key": os.environ["HUB_KEY"]${idempotent ? ', "Idempotency-Key": str(uuid.uuid4())' : ''}},`,
    ...(body === undefined ? [] : [`    json=${indented(pythonLiteral(body))},`]),
    ')',
    'response.raise_for_status()',
    ...(method === 'DELETE' ? [] : ['answer = response.json()']),
  ].join('\n');
}

function pretty(body: unknown): string {
  return JSON.stringify(body, null, 2);
}

/** For within single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function pythonLiteral(body: unknown): string {
  // A value stands at the end of its line; a text ends in a quotation mark.
  return pretty(body)
    .split('\n')
    .map((line) => line.replace(/(true|false|null)(?=,?$)/, (word) => words.get(word) ?? word))
    .join('\n');
}

const words = new Map([
  ['true', 'True'],
  ['false', 'False'],
  ['null', 'None'],
]);
