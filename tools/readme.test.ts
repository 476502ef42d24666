import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { introduction } from '../gateway/rest/openapi/introduction.ts';
import { projectRoot } from '../platform/project-root.ts';
import { restInterface } from '../run/rest-interface.ts';
import { documents, regenerated } from './generated-docs.ts';

const textOf = (file: string) => readFile(path.join(projectRoot, file), 'utf8');

describe('the documents', () => {
  it.each(documents)(
    '%s says of errors, scopes and payments what the code says (npm run docs)',
    async (file) => {
      const text = await textOf(file);
      expect(text).toContain('<!-- generated: ');
      expect(text).toBe(regenerated(text));
    },
  );

  it('name every environment variable in the README', async () => {
    const readme = await textOf('README.md');
    const variables = new Set<string>();
    for await (const file of glob('{run/configuration,run/foreign-supergraph,integrations/**/contract}.ts', {
      cwd: projectRoot,
    })) {
      const found = (await textOf(file)).matchAll(
        /^\s+([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*): (?:z|[a-z]\w*Variable|baseAddress)\b/gm,
      );
      for (const [, name = ''] of found) variables.add(name);
    }
    expect(variables.size).toBeGreaterThan(25);
    expect([...variables].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it.each([
    'README.md',
    'CONTRIBUTING.md',
    'docs/authentication.md',
    'docs/errors.md',
    'docs/payments.md',
    'docs/decisions.md',
    'docs/exits.md',
    'docs/first-steps-curl.md',
    'docs/first-steps-sdk.md',
    'docs/limits.md',
    'docs/permits.md',
    'docs/rest.md',
    'docs/permit-documents.md',
    'docs/streams.md',
    'docs/webhooks.md',
    'docs/credentials.md',
    'docs/classroom.md',
    'docs/placement.md',
    'docs/security.md',
    'SECURITY.md',
    'docs/sandbox.md',
    'docs/sdk.md',
    'sdk/README.md',
    'examples/README.md',
    'examples/hr/README.md',
    'examples/lms/README.md',
    'examples/sis/README.md',
    'docs/integration-guide.md',
  ])('%s links to nothing that is not there', async (file) => {
    const text = await textOf(file);
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    const missing: string[] = [];
    for (const link of links) {
      const target = path.join(projectRoot, path.dirname(file), link);
      await readFile(target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EISDIR') missing.push(link);
      });
    }
    expect(missing).toEqual([]);
  });

  it('are linked from the description of the REST interface, beneath the address that is configured', async () => {
    const { info, guides } = (await restInterface('')).document.frame as Record<
      string,
      Record<string, string>
    >;
    const links = { documentationUrl: 'https://docs.example/hub' };
    const { description } = introduction(info ?? {}, guides ?? {}, links);
    const linked = [...String(description).matchAll(/\]\(https:\/\/docs\.example\/hub\/([^)]+)\)/g)].map(
      ([, name]) => name,
    );
    expect(linked).toEqual(['authentication.md', 'errors.md', 'limits.md', 'webhooks.md']);
    for (const name of linked) await textOf(`docs/${name}`);
    expect(introduction(info ?? {}, guides ?? {}, {}).description).toContain('`docs/authentication.md`');
  });

  it('tell why each library is there', async () => {
    const decisions = await textOf('docs/decisions.md');
    const { dependencies, devDependencies } = JSON.parse(await textOf('package.json'));
    const libraries = Object.keys({ ...dependencies, ...devDependencies });
    expect(
      libraries.filter((name) => !name.startsWith('@types/') && !decisions.includes(`\`${name}\``)),
    ).toEqual([]);
  });
});
