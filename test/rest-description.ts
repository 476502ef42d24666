import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { parse as parseYaml } from 'yaml';
import { openApiDocument } from '../gateway/rest/openapi/openapi-document.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import type { AnswerCheck } from './answer-check.ts';
import { committedInterface } from './rest-bodies.ts';
import { sendRest } from './rest-requests.ts';
import type { Data } from './subgraph-harness.ts';

/** Linters find nothing in what the hub at `url` says of its REST interface, in either version. */
export async function expectLinted(url: string): Promise<void> {
  const config = await createConfig({ extends: ['recommended'] });
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']], rules: {} } as never);
  const names = ['openapi.json', 'openapi-3.1.json'];
  const documents = await Promise.all(names.map((name) => sendRest(url, 'GET', `/api/docs/${name}`)));
  for (const [index, { text, body }] of documents.entries()) {
    const name = names[index];
    const problems = await lintFromString({ source: text, absoluteRef: `/${name}`, config });
    const told = problems.map(({ ruleId, location }) => `${ruleId} ${location[0]?.pointer}`);
    // LinkedIn's own page follows where one connects it.
    expect([name, told]).toEqual([name, [`operation-2xx-response ${connecting}`]]);
    const found = await spectral.run(body);
    expect([name, found.map(({ code, message }) => `${code}: ${message}`)]).toEqual([name, []]);
  }
  await connectAgain(url);
}

/**
 * Linting holds up this process, and so client and hub, for so long that idle connections are at their end: of the
 * first that is used again the client may learn only then that the hub has closed it.
 */
async function connectAgain(url: string): Promise<void> {
  const isThere = () =>
    sendRest(url, 'GET', '/api/docs/openapi.json').then(
      () => true,
      () => false,
    );
  for (let attempt = 0; attempt < 20; attempt += 1) if (await isThere()) return;
  throw new Error('The hub is no longer there.');
}

const connecting = '#/paths/~1api~1v1~1integrations~1linkedin~1connect/get/responses';

/** The description leads to the help that a deployment names; each operation has samples, a limit and what it answered. */
export async function expectHelp({ document }: AnswerCheck): Promise<void> {
  const { document: parts } = await restInterface('https://hub.example', {
    SUPPORT_EMAIL: 'bantuan@hub.example',
    DOCUMENTATION_URL: 'https://docs.hub.example',
    COMMUNITY_URL: 'https://forum.hub.example',
    STATUS_URL: 'https://status.hub.example',
  });
  const { endpoints, supergraph } = await committedInterface();
  const { info, externalDocs } = openApiDocument(endpoints, supergraph, parts) as Data;
  expect([info.contact.email, externalDocs.url]).toEqual(['bantuan@hub.example', 'https://docs.hub.example']);
  for (const address of ['docs', 'forum', 'status']) {
    expect(info.description).toContain(`<https://${address}.hub.example>`);
  }
  expect(info.description).toContain('<bantuan@hub.example>');
  expect(document.info.description).not.toContain('## Help');
  for (const operation of Object.values<Data>(document.paths).flatMap((methods) =>
    Object.values<Data>(methods),
  )) {
    const { operationId, responses, requestBody } = operation;
    const samples = operation['x-codeSamples']?.map(({ lang }: Data) => lang);
    expect([operationId, samples]).toEqual([operationId, ['Shell', 'JavaScript', 'Python']]);
    expect([operationId, operation['x-rate-limit']]).toEqual([operationId, expect.any(String)]);
    const success = Object.entries<Data>(responses).find(([status]) => status.startsWith('2'))?.[1];
    const sent = requestBody?.required ? requestBody.content : {};
    for (const { example } of [
      ...Object.values<Data>(success?.content ?? {}),
      ...Object.values<Data>(sent),
    ]) {
      expect([operationId, example]).toEqual([operationId, expect.anything()]);
    }
  }
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
  const slashed = await fetch(`${url}/api/docs/`);
  expect([slashed.status, slashed.url]).toEqual([200, `${url}/api/docs`]);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  for (const [, address] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
    expect((await fetch(url + address)).status).toBe(200);
  }
}
