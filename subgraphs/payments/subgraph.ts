import { z } from 'zod';
import type { Wallet, WalletMethod } from '../../integrations/wallets/port.ts';
import { rowReference, stubOf, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition } from '../../platform/federation/subgraph.ts';
import { defineTask } from '../../platform/jobs/task.ts';
import { callbackRoutes } from './callbacks/callback.routes.ts';
import { CallbackStore } from './callbacks/callback.store.ts';
import { Enrolment, Program, Student } from './payments/neighbours.ts';
import {
  EnrolmentPaymentsResolver,
  ProgramPaymentsResolver,
  StudentPaymentsResolver,
} from './payments/payment.joins.ts';
import { PaymentResolver, PaymentStatusChangeResolver, paymentById } from './payments/payment.resolver.ts';
import { PaymentService } from './payments/payment.service.ts';
import { Payment } from './payments/payment.ts';
import { PaymentRefundsResolver, RefundResolver, refundById } from './refunds/refund.resolver.ts';
import { RefundService } from './refunds/refund.service.ts';
import { Refund } from './refunds/refund.ts';
import { returnPage } from './return-page/return-page.ts';
import { type CheckSchedule, defaultCheckSchedule } from './settlement/check-schedule.ts';
import { InBackground } from './settlement/in-background.ts';
import { checkTask, createTask, refundTask, Settlement } from './settlement/settlement.ts';
import { TimelineEntry } from './timeline/timeline-entry.ts';

export interface PaymentsOptions {
  wallets: ReadonlyMap<WalletMethod, Wallet>;
  /** Those that payments of sandbox organisations go through; none when absent. */
  sandboxWallets?: ReadonlyMap<WalletMethod, Wallet>;
  /** Address that wallets and payers reach the hub at, without a trailing slash. */
  publicUrl: string;
  schedule?: CheckSchedule;
}

const count = z.int().min(0).default(0);

/** What learners pay: payments through wallets, their refunds, and the callbacks that tell of them. */
export function payments(options: PaymentsOptions): SubgraphDefinition {
  return {
    name: 'payments',
    entities: [Payment, TimelineEntry, Refund],
    resolvers: [
      PaymentResolver,
      PaymentStatusChangeResolver,
      RefundResolver,
      PaymentRefundsResolver,
      ProgramPaymentsResolver,
      StudentPaymentsResolver,
      EnrolmentPaymentsResolver,
    ],
    references: {
      Payment: rowReference(paymentById, 'payments:read'),
      Refund: rowReference(refundById, 'payments:read'),
      Program: stubReference((id) => stubOf(Program, id)),
      Student: stubReference((id) => stubOf(Student, id)),
      Enrolment: stubReference((id) => stubOf(Enrolment, id)),
    },
    routePrefixes: ['/payments', '/api/v1/payments/callback'],
    create({ orm, neighbours }) {
      const { publicUrl, schedule = defaultCheckSchedule } = options;
      const wallets = { live: options.wallets, sandbox: options.sandboxWallets ?? new Map() };
      const background = new InBackground();
      const settlement = new Settlement(orm.em, { wallets, schedule, publicUrl });
      const refunds = new RefundService(orm.em, settlement, background);
      const store = new CallbackStore(orm.em, settlement);
      return {
        resolvers: [
          new PaymentResolver(new PaymentService(settlement, neighbours, background)),
          new PaymentStatusChangeResolver(),
          new RefundResolver(refunds),
          new PaymentRefundsResolver(),
          new ProgramPaymentsResolver(),
          new StudentPaymentsResolver(),
          new EnrolmentPaymentsResolver(),
        ],
        routes(app) {
          callbackRoutes(app, { wallets, store, publicUrl });
          returnPage(app, orm.em);
        },
        tasks: [
          defineTask({
            name: createTask,
            payload: z.object({ paymentId: z.uuid() }),
            run: ({ paymentId }) => settlement.create(paymentId),
          }),
          defineTask({
            name: checkTask,
            payload: z.object({ paymentId: z.uuid(), rechecks: count, misses: count }),
            run: async ({ paymentId, ...urgency }) => {
              await settlement.check(paymentId, 'wallet', urgency);
            },
          }),
          defineTask({
            name: refundTask,
            payload: z.object({ refundId: z.uuid() }),
            run: ({ refundId }) => refunds.carryOut(refundId),
          }),
        ],
        close: () => background.close(),
      };
    },
  };
}
