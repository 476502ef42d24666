import { getMetadataStorage, type ValidationError, validate } from 'class-validator';
import { type ErrorDetail, HubError } from '../errors.ts';
import { isWellFormedText } from './well-formed-text.ts';

rememberRules();

/**
 * Which rules a class has is found out once: class-validator looks through the rules of all classes that there are, for
 * each object that it checks. Rules belong to classes, and are there before the first object of one is.
 */
function rememberRules(): void {
  const storage = getMetadataStorage();
  const rulesOf = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, ReturnType<typeof rulesOf>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    // By the class alone, as it is asked here; data may have a `constructor` of their own, which is none.
    if (schema || always || strictGroups || groups || typeof target !== 'function')
      return rulesOf(target, schema, always, strictGroups, groups);
    let rules = known.get(target);
    if (!rules) {
      rules = rulesOf(target, schema, always, strictGroups, groups);
      known.set(target, rules);
    }
    return rules;
  };
}

function detailsOf(errors: readonly ValidationError[], prefix: string): ErrorDetail[] {
  return errors.flatMap((error) => {
    const field = prefix ? `${prefix}.${error.property}` : error.property;
    // class-validator begins its messages with the property, which `field` says already.
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      field,
      message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
    }));
    return [...own, ...detailsOf(error.children ?? [], field)];
  });
}

/** What is wrong with an input object, field by field; empty when nothing is. */
export async function validationDetails(input: object): Promise<ErrorDetail[]> {
  return detailsOf(await validate(input, { forbidUnknownValues: false, stopAtFirstError: true }), '');
}

/** Where in an argument there is text that is not well-formed. */
function malformedText(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'string') {
    return isWellFormedText(value) ? [] : [path.join('.')];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => malformedText(member, [...path, key]));
}

/**
 * Checks an argument or input object: its text, and its fields by its class-validator decorators; throws
 * VALIDATION_ERROR with every field that is wrong.
 */
export async function validateInput(value: unknown): Promise<void> {
  const malformed = malformedText(value).map((field) => ({ field, message: 'is no well-formed text' }));
  if (malformed.length > 0) throw invalidFields(malformed);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  const details = await validationDetails(value);
  if (details.length > 0) throw invalidFields(details);
}

function invalidFields(details: readonly ErrorDetail[]): HubError {
  // An argument that is no object does not know its own name.
  const named = details.filter(({ field }) => field !== '');
  const message = details.map((detail) => `${detail.field || 'The argument'}: ${detail.message}`).join('; ');
  return new HubError('VALIDATION_ERROR', { message, details: named });
}
