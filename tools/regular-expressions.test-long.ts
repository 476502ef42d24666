import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from '@swc/core';
import { check } from 'recheck';
import { masks } from '../platform/http-client/masking.ts';
import { projectRoot } from '../platform/project-root.ts';
import { importsOf } from './import-rules.ts';

/** Files that put patterns together from parts, with what they make. */
const composed: Record<string, readonly RegExp[]> = { 'platform/http-client/masking.ts': masks };
/** For those that take long to judge on a machine without the judge's own binary. */
const judgeMs = 60_000;

/** The sources of the hub's processes: everything that they import, but the stand-ins of outside systems. */
async function sources(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const pending = (await readdir(path.join(projectRoot, 'run')))
    .filter((name) => name.endsWith('.ts') && !name.includes('.test'))
    .map((name) => `run/${name}`);
  for (let file = pending.pop(); file; file = pending.pop()) {
    if (found.has(file) || /\/sandbox[^/]*\.ts$/.test(file)) continue;
    const source = await readFile(path.join(projectRoot, file), 'utf8');
    found.set(file, source);
    pending.push(...importsOf(file, source).filter((target) => target.endsWith('.ts')));
  }
  return found;
}

interface Patterns {
  /** Each with the files that it stands in, by how it is written. */
  literals: Map<string, { source: string; flags: string; files: string[] }>;
  /** Files with `new RegExp(...)` or `RegExp(...)`. */
  composing: Set<string>;
}

async function patterns(): Promise<Patterns> {
  const found: Patterns = { literals: new Map(), composing: new Set() };
  const walk = (node: unknown, file: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, pattern, flags, callee } = node as Record<string, string & { value?: string }>;
    if (type === 'RegExpLiteral') {
      const literal = `/${pattern}/${flags}`;
      const known = found.literals.get(literal) ?? { source: pattern ?? '', flags: flags ?? '', files: [] };
      found.literals.set(literal, { ...known, files: [...known.files, file] });
    }
    if (callee?.value === 'RegExp') found.composing.add(file);
    for (const inner of Object.values(node)) walk(inner, file);
  };
  for (const [file, source] of await sources()) {
    walk(await parse(source, { syntax: 'typescript', decorators: true, target: 'es2024' }), file);
  }
  return found;
}

async function verdict(source: string, flags: string): Promise<string> {
  const { status, ...judged } = await check(source, flags, { timeout: judgeMs });
  if (status === 'safe') return status;
  return `${status}: ${status === 'vulnerable' && 'attack' in judged ? judged.attack.pattern : ''}`;
}

describe('a text that somebody sends', () => {
  let found: Patterns;
  beforeAll(async () => {
    found = await patterns();
  });

  it('is matched in time that grows with its length alone, by every pattern of the hub', async () => {
    expect(found.literals.size).toBeGreaterThan(100);
    const slow: string[] = [];
    for (const [literal, { source, flags, files }] of found.literals) {
      const judged = await verdict(source, flags);
      if (judged !== 'safe') slow.push(`${literal} in ${files.join(', ')} is ${judged}`);
    }
    expect(slow).toEqual([]);
  }, 600_000);

  it('is matched in such time by the patterns that are put together, too', async () => {
    expect([...found.composing]).toEqual(Object.keys(composed));
    for (const { source, flags } of Object.values(composed).flat()) {
      expect([source, await verdict(source, flags)]).toEqual([source, 'safe']);
    }
  }, 300_000);
});
