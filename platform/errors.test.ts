import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { allows } from './auth/scopes.ts';
import { HubError, invalid } from './errors.ts';

describe('errors of the catalogue', () => {
  it('reach a GraphQL client with their code and the fields that are wrong', () => {
    const wrapped = new GraphQLError('x', { originalError: invalid('customer.phone', 'is no phone number') });
    expect(wrapped.extensions).toEqual({
      code: 'VALIDATION_ERROR',
      retryable: false,
      details: [{ field: 'customer.phone', message: 'is no phone number' }],
    });
  });

  it('never show their cause', () => {
    const error = new HubError('INTERNAL', { cause: new Error('password is hunter2') });
    expect(JSON.stringify(new GraphQLError(error.message, { originalError: error }))).not.toContain(
      'hunter2',
    );
  });
});

describe('scopes', () => {
  it.each([
    ['read', 'payments:read', true],
    ['read', 'payments:write', false],
    ['write', 'payments:pay', true],
    ['credentials:write', 'credentials:share', true],
    ['credentials:share', 'credentials:write', false],
    ['admin', 'training:write', true],
    ['admin', 'students:nik', false],
    ['payments:read', 'training:read', false],
  ] as const)('%s allows %s: %s', (held, needed, expected) => {
    expect(allows([held], needed)).toBe(expected);
  });
});
