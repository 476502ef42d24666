import { Directive, UseMiddleware } from 'type-graphql';
import { HubError } from '../errors.ts';
import type { SubgraphContext } from '../federation/context.ts';
import type { Principal } from './principal.ts';
import { allows, type Scope } from './scopes.ts';

/**
 * Throws UNAUTHENTICATED for nobody and FORBIDDEN for a caller who holds none of `anyOf`; the
 * message names the scopes.
 */
export function assertScopes(principal: Principal, anyOf: readonly Scope[]): void {
  if (anyOf.some((scope) => allows(principal.scopes, scope))) return;
  if (principal.kind === 'anonymous') throw new HubError('UNAUTHENTICATED');
  throw new HubError('FORBIDDEN', { message: `This needs the scope ${anyOf.join(' or ')}.` });
}

/**
 * On a query, mutation, subscription or field: the caller must hold at least one of the scopes. The
 * same list stands in the SDL as `@requiresScopes`.
 */
export function RequiresScopes(...anyOf: Scope[]): MethodDecorator & PropertyDecorator {
  const alternatives = anyOf.map((scope) => `["${scope}"]`).join(', ');
  return ((target: object, key: string | symbol, descriptor: PropertyDescriptor) => {
    Directive(`@requiresScopes(scopes: [${alternatives}])`)(target, key);
    UseMiddleware(({ context }, next) => {
      assertScopes((context as SubgraphContext).principal, anyOf);
      return next();
    })(target, key, descriptor);
  }) as MethodDecorator & PropertyDecorator;
}
