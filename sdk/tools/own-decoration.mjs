import { readFile, writeFile } from 'node:fs/promises';

// Makes of src/generated/operations.ts what needs no other package: the one type that it imports is declared here as well.

const file = new URL('../src/generated/operations.ts', import.meta.url);
const banner =
  '// Generated from the supergraph and schema/operations by `npm run codegen`; do not edit.\n\n';
const text = await readFile(file, 'utf8');
const imported = "from '@graphql-typed-document-node/core'";
if (!text.includes(imported)) throw new Error(`nothing is imported ${imported}`);
await writeFile(file, banner + text.replace(imported, "from '../typed-document.ts'"));
