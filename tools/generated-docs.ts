import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listedOperations } from '../gateway/rest/rest-document.ts';
import { roleScopes } from '../platform/auth/roles.ts';
import { scopeRegistry } from '../platform/auth/scopes.ts';
import { errorCatalogue } from '../platform/errors.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import { eventCatalogue } from '../schema/events/catalogue.ts';
import { PaymentStatus, pathBetween, transitions } from '../subgraphs/payments/payments/payment.state.ts';

// Writes the parts of the documents that say what the code says: those between a line
// "<!-- generated: NAME -->" and the next "<!-- end -->".

/** Documents with generated parts, below the project's folder. */
export const documents = [
  'README.md',
  'docs/errors.md',
  'docs/payments.md',
  'docs/events.md',
  'docs/rest.md',
];

const endpoints = listedOperations((await restInterface('')).sources);

const parts: Record<string, () => string> = {
  errors: () =>
    table(
      ['Code', 'HTTP status', 'Try again?', 'Meaning'],
      Object.entries(errorCatalogue).map(([code, { status, retryable, message }]) => [
        `\`${code}\``,
        String(status),
        retryable ? 'yes' : 'no',
        message,
      ]),
    ),
  scopes: () =>
    table(
      ['Scope', 'What it allows'],
      Object.entries(scopeRegistry).map(([scope, { allows }]) => [`\`${scope}\``, allows]),
    ),
  roles: () =>
    table(
      ['Role', 'Scopes'],
      Object.entries(roleScopes).map(([role, scopes]) => [
        `\`${role}\``,
        scopes.map((scope) => `\`${scope}\``).join(', '),
      ]),
    ),
  events: () =>
    table(
      ['Type', 'When', 'Subject', '`data`'],
      Object.entries(eventCatalogue).map(([type, { description, subject, example }]) => [
        `\`${type}\``,
        description,
        subject,
        Object.keys(example)
          .map((field) => `\`${field}\``)
          .join(', '),
      ]),
    ),
  endpoints: () =>
    table(
      ['Endpoint', 'What it does', 'Operation behind it'],
      endpoints.map(({ name, rest, field }) => [
        rest.path.map((path) => `\`${rest.method} ${path}\``).join(', '),
        rest.summary,
        `\`${name}\`: ${field.replace(/ (.*)/, ' `$1`')}`,
      ]),
    ),
  transitions: () =>
    table(
      ['From', 'To', 'A person is called'],
      transitions.map(({ from, to, attention }) => [from, to, attention ?? '']),
    ),
  diagram: () =>
    [
      '```mermaid',
      'stateDiagram-v2',
      `  [*] --> ${PaymentStatus.CREATED}`,
      ...transitions.map(({ from, to }) => `  ${from} --> ${to}`),
      '```',
    ].join('\n'),
  news: () => {
    const statuses = Object.values(PaymentStatus);
    const words = statuses.filter((status) => status !== PaymentStatus.CREATED);
    return table(
      ['Stands at', ...words.map((word) => `wallet says ${word}`)],
      statuses.map((status) => [status, ...words.map((word) => wayOf(status, word))]),
    );
  },
};

function wayOf(from: PaymentStatus, to: PaymentStatus): string {
  if (from === to) return '=';
  return (
    pathBetween(from, to)
      ?.map((step) => step.to)
      .join(', ') ?? 'stored, ignored'
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** `text` with each generated part as the code says it now. Throws for a part that nothing generates. */
export function regenerated(text: string): string {
  return text.replace(/<!-- generated: (\S+) -->\n[\s\S]*?<!-- end -->/g, (_found, name: string) => {
    const part = parts[name];
    if (!part) throw new Error(`Nothing generates "${name}".`);
    return `<!-- generated: ${name} -->\n\n${part()}\n\n<!-- end -->`;
  });
}

if (import.meta.main) {
  const checking = process.argv.includes('--check');
  for (const name of documents) {
    const file = path.join(projectRoot, name);
    const text = await readFile(file, 'utf8');
    const fresh = regenerated(text);
    if (text === fresh) continue;
    if (checking) {
      console.error(`${name} is stale; run npm run docs.`);
      process.exitCode = 1;
    } else await writeFile(file, fresh);
  }
}
