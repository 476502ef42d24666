import { describe, expect, it } from '@jest/globals';
import { objection } from './import-rules.ts';

describe('the import rules', () => {
  it.each([
    ['platform/log.ts', 'platform/errors.ts', true],
    ['platform/log.ts', 'gateway/server.ts', false],
    ['integrations/wallets/index.ts', 'platform/log.ts', true],
    ['integrations/wallets/index.ts', 'subgraphs/payments/subgraph.ts', false],
    ['subgraphs/payments/subgraph.ts', 'subgraphs/payments/payments/payment.ts', true],
    ['subgraphs/payments/subgraph.ts', 'subgraphs/training/subgraph.ts', false],
    ['subgraphs/payments/subgraph.ts', 'gateway/server.ts', false],
    ['gateway/server.ts', 'subgraphs/identity/subgraph.ts', false],
    ['gateway/server.ts', 'gateway/pages/sandbox.ts', true],
    ['subgraphs/payments/subgraph.ts', 'integrations/sandbox.ts', false],
    ['integrations/wallets/gopay/gopay.ts', 'integrations/wallets/gopay/sandbox.ts', false],
    ['integrations/wallets/gopay/sandbox.ts', 'integrations/wallets/sandbox/orders.ts', true],
    ['run/stand-ins.ts', 'integrations/sandbox.ts', true],
    ['subgraphs/payments/subgraph.ts', 'run/hub.ts', false],
    ['run/hub.ts', 'test/database.ts', false],
    ['examples/lms/sync.ts', 'sdk/src/index.ts', true],
    ['examples/lms/sync.ts', 'platform/log.ts', false],
    ['subgraphs/payments/payments/payment.test.ts', 'subgraphs/identity/subgraph.ts', true],
  ])('%s may import %s: %s', (importer, target, allowed) => {
    expect(objection(importer, target) === null).toBe(allowed);
  });
});
