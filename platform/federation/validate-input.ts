import { type ValidationError, validate } from 'class-validator';
import { type ErrorDetail, HubError } from '../errors.ts';

function detailsOf(errors: readonly ValidationError[], prefix: string): ErrorDetail[] {
  return errors.flatMap((error) => {
    const field = prefix ? `${prefix}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...detailsOf(error.children ?? [], field)];
  });
}

/** What is wrong with an input object, field by field; empty when nothing is. */
export async function validationDetails(input: object): Promise<ErrorDetail[]> {
  return detailsOf(await validate(input, { forbidUnknownValues: false, stopAtFirstError: true }), '');
}

/** Checks an argument or input object by its class-validator decorators; throws VALIDATION_ERROR with every field that is wrong. */
export async function validateInput(value: unknown): Promise<void> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const details = await validationDetails(value);
  if (details.length === 0) return;
  const message = details.map((detail) => `${detail.field}: ${detail.message}`).join('; ');
  throw new HubError('VALIDATION_ERROR', { message, details });
}
