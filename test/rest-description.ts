import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { parse as parseYaml } from 'yaml';
import { projectRoot } from '../platform/project-root.ts';
import { sendRest } from './rest-requests.ts';

/** Linters find nothing in what the hub at `url` says of its REST interface. */
export async function expectLinted(url: string): Promise<void> {
  const older = await sendRest(url, 'GET', '/api/docs/openapi.json');
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: older.text, absoluteRef: '/openapi.json', config });
  const told = problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
  // LinkedIn's own page follows where one connects it.
  expect(told.filter((problem) => !problem.startsWith('operation-2xx-response'))).toEqual([]);
  const newest = await sendRest(url, 'GET', '/api/docs/openapi-3.1.json');
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']], rules: {} } as never);
  const found = await spectral.run(newest.body);
  expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
}

/** The hub at `url` says the same of its REST interface in YAML, in JSON and in the committed file; its page needs nobody else. */
export async function expectDescribedAlike(url: string): Promise<void> {
  const older = await sendRest(url, 'GET', '/api/docs/openapi.json');
  const yaml = await fetch(`${url}/api/docs/openapi.yaml`);
  expect(yaml.headers.get('content-type')).toContain('application/yaml');
  expect(parseYaml(await yaml.text(), { maxAliasCount: 0 })).toEqual(older.body);
  expect(older.body.openapi).toBe('3.0.3');
  const committed = await readFile(path.join(projectRoot, 'schema', 'rest', 'openapi.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(older.body);
  const page = await fetch(`${url}/api-docs`);
  expect([page.status, page.url]).toEqual([200, `${url}/api/docs`]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  for (const [, address] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    expect((await fetch(url + address)).status).toBe(200);
  }
}
