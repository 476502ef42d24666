import type { Example } from '../gateway/rest/openapi/examples.ts';
import type { Data } from './subgraph-harness.ts';

/** An answer of the REST interface. */
export interface RestAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined where there was none; a text where it is no JSON. */
  body: Data;
}

/** Sends a request to a hub that runs. */
export async function sendRest(
  url: string,
  method: string,
  path: string,
  { key, body, headers = {} }: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<RestAnswer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key !== undefined && { 'x-api-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  const parsed = text === '' ? undefined : isJson ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, text, body: parsed };
}

/** `template` with its parts and a query in their places. */
export function addressOf(
  template: string,
  path: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const filled = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

/** Examples as they are documented: ids, moments, addresses and secrets of one run become those of every run. */
export function documented(examples: Readonly<Record<string, Example>>): Record<string, Example> {
  const ids = new Map<string, string>();
  const text = JSON.stringify(examples)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      const known = ids.get(id) ?? `0197c1f2-7d8a-7c44-9a55-${String(ids.size + 1).padStart(12, '0')}`;
      ids.set(id, known);
      return known;
    })
    .replace(/http:\/\/127\.0\.0\.1:9(?=\/)/g, 'https://lms.example')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://hub.example')
    .replace(/127\.0\.0\.1%3A\d+/g, 'hub.example')
    .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+Z/g, '2026-09-10T03:00:00.000Z')
    .replace(/"ticket":"[\w-]+"/g, '"ticket":"Zm9yLW9uZS1icm93c2VyLWFuZC1vbmNl"')
    .replace(/ticket=[\w-]+/g, 'ticket=Zm9yLW9uZS1icm93c2VyLWFuZC1vbmNl')
    .replace(/whsec_[A-Za-z0-9+/=]+/g, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    .replace(/GOPAY-\d{4}-[0-9A-F]{12}/g, 'GOPAY-2026-A242DD97E9EA')
    .replace(/"(access_token|token)":"[^"]+"/g, '"$1":"eyJhbGciOiJFZERTQSJ9…"')
    .replace(/"client_secret":"[^"]+"/g, '"client_secret":"…"')
    .replace(/"jwt":"[^"]+"/g, '"jwt":"eyJhbGciOiJFZERTQSJ9…"')
    .replace(/"document":"(?:[^"\\]|\\.)+"/g, '"document":"{\\"@context\\": …}"');
  return JSON.parse(text);
}
