import { Field, type MiddlewareFn, UseMiddleware } from 'type-graphql';
import { HubError } from '../errors.ts';
import type { SubgraphContext } from '../federation/context.ts';
import { type InputClass, keyDescription, keyedRequest } from './keyed-request.ts';
import { madeBefore } from './once.ts';

interface KeyedByServiceOptions {
  input: InputClass;
  /** The entity that the mutation makes or moves, and answers with. */
  entity: new () => { id: string };
  /** Fields of the input that are not kept, not even as a hash. */
  secret?: readonly string[];
}

/**
 * On a mutation, beneath @RequiresScopes, that makes or moves one row and cannot be within one transaction, since it
 * asks outside systems, or waits for what other connections do. It takes a key as @Idempotent does. The mutation
 * finds it as `context.keyed`, and keeps it by `onceIfKeyed` in the transaction that stores what it makes; who comes
 * after that is given the row as it is then, and the mutation is not run.
 */
export function KeyedByService({ input, entity, secret }: KeyedByServiceOptions): MethodDecorator {
  Field(() => String, { nullable: true, description: keyDescription })(input.prototype, 'idempotencyKey');
  const keyed: MiddlewareFn<SubgraphContext> = async ({ args, context, info }, next) => {
    const { request, input: rest } = keyedRequest(args.input ?? {}, context, info, secret);
    args.input = rest;
    const made = await madeBefore(context.em, request);
    if (made !== null) {
      const row = await context.em.findOne(entity, { id: made });
      if (row) return row;
      throw new HubError('NOT_FOUND', { message: 'What this request made before is no longer there.' });
    }
    context.keyed = request;
    try {
      return await next();
    } finally {
      context.keyed = null;
    }
  };
  return UseMiddleware(keyed) as MethodDecorator;
}
