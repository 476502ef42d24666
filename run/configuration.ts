import { z } from 'zod';
import {
  databaseUrlVariable,
  durationsVariable,
  keyRingVariable,
  portVariable,
  urlVariable,
} from '../platform/config.ts';

const minute = 60_000;

const logging = z.object({
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

const payments = z.object({
  /** When a payment that is pending is read back from its wallet, counted from its creation. */
  PAYMENT_CHECK_INTERVALS: durationsVariable.default([minute, 5 * minute, 15 * minute, 60 * minute]),
});

const sandbox = z.object({
  SANDBOX: z.enum(['on', 'off']).default('on'),
  SANDBOX_PORT: portVariable.default(4010),
});

/** What the hub in one process reads. Everything has a default. */
export const embeddedParts = {
  logging,
  payments,
  sandbox,
  server: z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: portVariable.default(4000),
    /** Where others reach the hub: wallets call back there, and payers return there. */
    PUBLIC_URL: urlVariable.optional(),
  }),
  data: z.object({
    DATA_DIR: z.string().default('.data'),
    /** Absent: the PostgreSQL that npm brought. */
    DATABASE_URL: databaseUrlVariable.optional(),
    /** Absent: made at the first start, and kept in DATA_DIR. */
    HUB_ENCRYPTION_KEY: keyRingVariable.optional(),
  }),
};
