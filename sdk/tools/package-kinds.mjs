import { copyFile, writeFile } from 'node:fs/promises';

// Says of each build which kind of module it is, and puts the licence into the package.

const root = new URL('../', import.meta.url);
await writeFile(new URL('dist/esm/package.json', root), '{ "type": "module", "sideEffects": false }\n');
await writeFile(new URL('dist/cjs/package.json', root), '{ "type": "commonjs", "sideEffects": false }\n');
await copyFile(new URL('../LICENSE', root), new URL('LICENSE', root));
