import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, type MiddlewareFn, UseMiddleware } from 'type-graphql';
import { HubError } from '../errors.ts';
import type { SubgraphContext } from '../federation/context.ts';
import { keptAnswer, restoredAnswer } from './answer.ts';
import { claim, type IdempotentRequest, settle } from './claim.ts';
import { assertSameKey, keyLength } from './idempotency-key.ts';

/** A class of inputs, which gets the field `idempotencyKey`. */
// biome-ignore lint/suspicious/noExplicitAny: constructors of any arguments are meant
type InputClass = new (...args: any[]) => object;

const description =
  'Chosen by the caller, 1 to 200 characters: repeating the call with it within 24 hours does nothing more, and answers the same. The header `Idempotency-Key` says it too.';

/**
 * On a mutation, beneath @RequiresScopes, which is asked first: a caller who names a key has it carried out once in 24 hours,
 * however often and however many at a time they ask, and each is given the same answer, secrets that are
 * shown once included. The key is the input's field `idempotencyKey`, which this adds to `input`, or the
 * request's header; where one request has the mutation several times, each has its own place in the answer.
 *
 * The mutation, the key and the answer are one transaction, within which the context's `em` is: so what the
 * mutation does must be done with `context.em`, without calls of outside systems and without waiting for
 * what another connection does.
 */
export function Idempotent(input: InputClass): MethodDecorator {
  Field(() => String, { nullable: true, description })(input.prototype, 'idempotencyKey');
  return UseMiddleware(carriedOutOnce) as MethodDecorator;
}

const carriedOutOnce: MiddlewareFn<SubgraphContext> = async ({ args, context, info }, next) => {
  const { idempotencyKey, ...input } = (args.input ?? {}) as Record<string, unknown>;
  // What is left is validated, and used, as if there were no such field.
  args.input = input;
  const { outer, alias } = { outer: context.em, alias: info.path.key };
  const given = checkedKey(idempotencyKey);
  assertSameKey(context.idempotencyKey, given);
  const key = given ?? context.idempotencyKey;
  if (key === undefined) return next();
  const { principal, answers } = context;
  const own = given !== undefined || alias === info.fieldName;
  const request: IdempotentRequest = {
    // A person’s apps do not know each other’s keys.
    caller: principal.userId && principal.clientId ? `${principal.id} ${principal.clientId}` : principal.id,
    operation: own ? info.fieldName : `${info.fieldName}:${alias}`,
    key,
    input,
    keep: '24 hours',
  };
  const carryOut = async (em: EntityManager) => {
    const known = await claim(em, request);
    if (known) return { answer: answers.unseal(known.answer ?? '') };
    context.em = em;
    try {
      const value: unknown = await next();
      await em.flush();
      await settle(em, request, { answer: answers.seal(keptAnswer(em, value)) });
      return { value };
    } finally {
      context.em = outer;
    }
  };
  const done = await answers.few(() => outer.transactional(carryOut));
  return 'value' in done ? done.value : restoredAnswer(outer, done.answer as string);
};

function checkedKey(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  const key = String(given);
  if (key.length >= 1 && key.length <= keyLength && !key.includes('\0') && key.isWellFormed()) return key;
  const message = `must have 1 to ${keyLength} characters`;
  throw new HubError('VALIDATION_ERROR', {
    message: `idempotencyKey: ${message}`,
    details: [{ field: 'idempotencyKey', message }],
  });
}
