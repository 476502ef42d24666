import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RestInterface } from '../gateway/rest/rest-interface.ts';
import { projectRoot } from '../platform/project-root.ts';

const folder = path.join(projectRoot, 'schema', 'rest');

/** What a deployment says of itself in the documentation of its REST interface. */
export interface HelpVariables {
  SUPPORT_EMAIL?: string | undefined;
  DOCUMENTATION_URL?: string | undefined;
  COMMUNITY_URL?: string | undefined;
  STATUS_URL?: string | undefined;
  DOCS_OAUTH_CLIENT_ID?: string | undefined;
}

/** The REST interface as `schema/rest/` has it. */
export async function restInterface(publicUrl: string, help: HelpVariables = {}): Promise<RestInterface> {
  const operations = new Map<string, string>();
  for (const name of (await readdir(folder)).sort()) {
    const isOperations = name.endsWith('.graphql') && name !== 'directives.graphql';
    if (isOperations) operations.set(name, await textOf(name));
  }
  return {
    sources: { directives: await textOf('directives.graphql'), operations },
    document: {
      frame: JSON.parse(await textOf('document.json')),
      examples: JSON.parse(await textOf('examples.json')),
      publicUrl,
      links: {
        supportEmail: help.SUPPORT_EMAIL,
        documentationUrl: help.DOCUMENTATION_URL,
        communityUrl: help.COMMUNITY_URL,
        statusUrl: help.STATUS_URL,
      },
    },
    oauthClientId: help.DOCS_OAUTH_CLIENT_ID,
  };
}

function textOf(name: string): Promise<string> {
  return readFile(path.join(folder, name), 'utf8');
}
