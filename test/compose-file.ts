import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../platform/project-root.ts';

/** What the tests read of one service in docker-compose.yml. */
export interface ComposeService {
  image: string;
  command: string[];
  environment?: Record<string, string>;
  profiles?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}

export type ComposeServices = Record<string, ComposeService>;

/** The services of docker-compose.yml as they are written, with `${...}` still in them. */
export async function readComposeFile(): Promise<ComposeServices> {
  const text = await readFile(path.join(projectRoot, 'docker-compose.yml'), 'utf8');
  return parse(text, { merge: true }).services as ComposeServices;
}

/**
 * Puts the values of variables in the place of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as
 * Docker Compose does.
 *
 * @throws an Error that names the variable and its message when a required one is missing or empty
 */
export function interpolate<T>(value: T, variables: Readonly<Record<string, string | undefined>>): T {
  if (typeof value === 'string') {
    return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name, operator, argument = '') => {
      const found = variables[name];
      if (found) return found;
      if (operator === '?') throw new Error(`${name}: ${argument}`);
      return argument;
    }) as T;
  }
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, variables)]),
  ) as T;
}
