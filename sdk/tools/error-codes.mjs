import { writeFile } from 'node:fs/promises';
import { errorCatalogue } from '../../platform/errors.ts';

// Writes src/generated/error-codes.ts: the codes that the hub's errors have, from its catalogue.

const target = new URL('../src/generated/error-codes.ts', import.meta.url);

/** The text of that file. */
export function errorCodes() {
  const codes = Object.entries(errorCatalogue).map(
    ([code, { message }]) => `  /** ${message} */\n  ${code}: unknown;`,
  );
  return `// Generated from platform/errors.ts by \`npm run codegen\`; do not edit.\n\n/** The codes of the hub's errors, and what each means. */\nexport interface ErrorCatalogue {\n${codes.join('\n')}\n}\n`;
}

if (import.meta.main) await writeFile(target, errorCodes());
