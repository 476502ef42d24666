import type { ErrorDetail } from '../../platform/errors.ts';
import type { ShapedField } from './answer-shape.ts';
import { invalidRequest, nameWithin } from './rest-errors.ts';
import type { RestVariable } from './rest-variable.ts';
import type { RefusedRows } from './rows-reader.ts';

type Json = Readonly<Record<string, unknown>>;

/** How rows that succeed or fail by themselves are run and answered. */
export interface Rows {
  /** `variables` without the rows that are refused. */
  without(variables: Json, refused: RefusedRows): Record<string, unknown>;
  /**
   * What the root field came to for the rows that were left, as it is for all of them: each at its place in the
   * request, its error in the words of the request.
   */
  answered(root: Json, refused: RefusedRows): Json;
}

interface RowError {
  code: string;
  message: string;
  details: readonly ErrorDetail[];
}

/** The rows that a variable has, where `root` answers for each of them. Throws where it does not. */
export function rowsOf(variable: RestVariable, root: ShapedField): Rows {
  const fields = root.selection?.fields ?? [];
  const row = fields.find(({ key }) => key === 'rows')?.selection?.fields.map(({ key }) => key) ?? [];
  const told = row.includes('index') && row.includes('error') && fields.some(({ key }) => key === 'failed');
  if (!told) throw new Error(`What becomes of each of $${variable.name} is not answered.`);
  const nothing = Object.fromEntries(row.map((key) => [key, null]));
  const inRequest = (error: RowError): RowError => {
    const details = error.details.map(({ field, message }) => ({
      field: nameWithin(field, variable),
      message,
    }));
    return details.length === 0 ? error : errorOf(details, error.code);
  };

  return {
    without(variables, refused) {
      const given = variables[variable.name] as readonly unknown[];
      return { ...variables, [variable.name]: given.filter((_, index) => !refused.has(index)) };
    },

    answered(answer, refused) {
      const done = answer.rows as readonly (Json & { error: RowError | null })[];
      let next = 0;
      const rows = Array.from({ length: done.length + refused.size }, (_, index) => {
        const details = refused.get(index);
        if (details) return { ...nothing, index, error: errorOf(details) };
        const found = done[next++];
        return { ...found, index, error: found?.error ? inRequest(found.error) : null };
      });
      return { ...answer, failed: Number(answer.failed) + refused.size, rows };
    },
  };
}

function errorOf(details: readonly ErrorDetail[], code = 'VALIDATION_ERROR'): RowError {
  return { code, message: invalidRequest(details).message, details };
}
