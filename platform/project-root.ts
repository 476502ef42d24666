import path from 'node:path';

const code = path.resolve(import.meta.dirname, '..');

/**
 * The project's own folder, with package.json, schema/ and the migrations, whether the sources run or
 * what was built from them into dist/.
 */
export const projectRoot = path.basename(code) === 'dist' ? path.dirname(code) : code;
