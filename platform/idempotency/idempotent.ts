import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, type MiddlewareFn, UseMiddleware } from 'type-graphql';
import type { SubgraphContext } from '../federation/context.ts';
import { keptAnswer, restoredAnswer } from './answer.ts';
import { claim, settle } from './claim.ts';
import { type InputClass, keyDescription, keyedRequest } from './keyed-request.ts';

/**
 * On a mutation, beneath @RequiresScopes, which is asked first: a caller who names a key has it carried out once in 24 hours,
 * however often and however many at a time they ask, and each is given the same answer, secrets that are
 * shown once included. The key is the input's field `idempotencyKey`, which this adds to `input`, or the
 * request's header; where one request has the mutation several times, each has its own place in the answer.
 *
 * The mutation, the key and the answer are one transaction, within which the context's `em` is: so what the
 * mutation does must be done with `context.em`, without calls of outside systems and without waiting for
 * what another connection does. Where that cannot be, @KeyedByService is for it.
 */
export function Idempotent(input: InputClass): MethodDecorator {
  Field(() => String, { nullable: true, description: keyDescription })(input.prototype, 'idempotencyKey');
  return UseMiddleware(carriedOutOnce) as MethodDecorator;
}

const carriedOutOnce: MiddlewareFn<SubgraphContext> = async ({ args, context, info }, next) => {
  const { request, input } = keyedRequest(args.input ?? {}, context, info);
  // What is left is validated, and used, as if there were no such field.
  args.input = input;
  if (!request) return next();
  const { answers, em: outer } = context;
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
