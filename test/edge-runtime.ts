import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { createContext, type Module, SourceTextModule } from 'node:vm';
import { projectRoot } from '../platform/project-root.ts';
import type * as Sdk from '../sdk/src/index.ts';

/** What edge runtimes agree on, besides the language, of what the SDK may use: https://min-common-api.proposal.wintertc.org */
const { fetch, Request, Response, Headers, URLSearchParams, TextEncoder, TextDecoder } = globalThis;
const { crypto, performance, atob, btoa, queueMicrotask, setTimeout, clearTimeout, console } = globalThis;
const { AbortController, AbortSignal, TextDecoderStream } = globalThis;
const ofTheWeb = {
  ...{ fetch, Request, Response, Headers, URLSearchParams, TextEncoder, TextDecoder },
  ...{ crypto, performance, atob, btoa, queueMicrotask, setTimeout, clearTimeout, console },
  ...{ AbortController, AbortSignal, TextDecoderStream },
};

/** The SDK where there is nothing of Node: no process, no Buffer, no require, and no module but its own. */
export async function sdkAtEdge(): Promise<typeof Sdk> {
  const context = createContext({ ...ofTheWeb });
  const loaded = new Map<string, Promise<Module>>();
  const load = (file: string): Promise<Module> => {
    const known = loaded.get(file) ?? moduleOf(file);
    loaded.set(file, known);
    return known;
  };
  const moduleOf = async (file: string): Promise<Module> => {
    const source = stripTypeScriptTypes(await readFile(file, 'utf8'));
    return new SourceTextModule(source, { context, identifier: file });
  };
  const entry = await load(path.join(projectRoot, 'sdk', 'src', 'index.ts'));
  await entry.link((specifier, from) => {
    if (!specifier.startsWith('./')) throw new Error(`The SDK imports ${specifier}.`);
    return load(path.join(path.dirname(from.identifier), specifier));
  });
  await entry.evaluate();
  return entry.namespace as typeof Sdk;
}
