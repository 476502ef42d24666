/** A request that a sample makes. */
export interface SampleRequest {
  method: string;
  /** Address with everything in its place. */
  url: string;
  /** Undefined where there is none. */
  body: unknown;
  /** Sends a key of its own, by which a repeat is known. */
  idempotent: boolean;
  /** By what it is known who calls; undefined where nobody need be. */
  shows: ShownCredential | undefined;
  /** Whether the answer has a body. */
  answers: boolean;
  /** Whether refusals are problems. */
  tellsProblems: boolean;
}

/** A header by which it is known who calls. */
export interface ShownCredential {
  header: string;
  /** What stands before it in the header, such as `Bearer `. */
  scheme: string;
  /** The variable of the environment that has it. */
  variable: string;
}

/** A key of an organisation. */
export const shownKey: ShownCredential = { header: 'X-API-Key', scheme: '', variable: 'HUB_KEY' };

/** How to make a request with curl, JavaScript and Python, by `x-codeSamples`. */
export function codeSamples(request: SampleRequest): { lang: string; label: string; source: string }[] {
  return [
    { lang: 'Shell', label: 'curl', source: curl(request) },
    { lang: 'JavaScript', label: 'JavaScript', source: javaScript(request) },
    { lang: 'Python', label: 'Python', source: python(request) },
  ];
}

function curl({ method, url, body, idempotent, shows }: SampleRequest): string {
  return [
    `curl --request ${method} '${quoted(url)}'`,
    ...(shows ? [`  --header "${shows.header}: ${shows.scheme}$${shows.variable}"`] : []),
    ...(idempotent ? [`  --header "Idempotency-Key: $(uuidgen)"`] : []),
    ...(body === undefined
      ? []
      : [`  --header 'Content-Type: application/json'`, `  --data '${quoted(pretty(body))}'`]),
  ].join(' \\\n');
}

function javaScript(request: SampleRequest): string {
  const { method, url, body, idempotent, shows, answers, tellsProblems } = request;
  const wrong = tellsProblems ? '(await response.json()).error.message' : 'await response.text()';
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: '${method}',`,
    '  headers: {',
    ...(shows ? [`    '${shows.header}': ${ofEnvironment(shows)},`] : []),
    ...(idempotent ? ["    'Idempotency-Key': crypto.randomUUID(),"] : []),
    ...(body === undefined ? [] : ["    'Content-Type': 'application/json',"]),
    '  },',
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indented(pretty(body))}),`]),
    '});',
    `if (!response.ok) throw new Error(${wrong});`,
    ...(answers ? ['const answer = await response.json();'] : []),
  ].join('\n');
}

/** In JavaScript. */
function ofEnvironment({ scheme, variable }: ShownCredential): string {
  return scheme === '' ? `process.env.${variable}` : `\`${scheme}\${process.env.${variable}}\``;
}

function python({ method, url, body, idempotent, shows, answers }: SampleRequest): string {
  const headers = [
    ...(shows
      ? [`"${shows.header}": ${shows.scheme && `"${shows.scheme}" + `}os.environ["${shows.variable}"]`]
      : []),
    ...(idempotent ? ['"Idempotency-Key": str(uuid.uuid4())'] : []),
  ];
  return [
    ...(shows ? ['import os'] : []),
    ...(idempotent ? ['import uuid'] : []),
    'import requests',
    '',
    `response = requests.request("${method}", ${JSON.stringify(url)},`,
    ...(headers.length > 0 ? [`    headers={${headers.join(', ')}},`] : []),
    ...(body === undefined ? [] : [`    json=${indented(pythonLiteral(body))},`]),
    ')',
    'response.raise_for_status()',
    ...(answers ? ['answer = response.json()'] : []),
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
