import { writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { restSource } from './rest-source.mjs';

// Writes src/generated/rest.ts: the types of what each endpoint takes and answers, from the committed OpenAPI document.
// How requests fail is one type of the client's own, so that answers other than success, and headers, are left out.

const target = new URL('../src/generated/rest.ts', import.meta.url);

const ast = await openapiTypescript(restSource, { defaultNonNullable: false });
const banner = '// Generated from schema/rest/openapi.json by `npm run codegen`; do not edit.\n\n';
await writeFile(target, banner + astToString(ast));
