import { z } from 'zod';
import { executorNames } from '../gateway/execution/executors.ts';
import {
  addressListVariable,
  countVariable,
  databaseUrlVariable,
  durationsVariable,
  keyRingVariable,
  keyVariable,
  originsVariable,
  portVariable,
  publicUrlVariable,
  redisUrlVariable,
  urlVariable,
} from '../platform/config.ts';
import { privateTargetsVariable } from './webhook-targets.ts';

const minute = 60_000;

const logging = z.object({
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

const payments = z.object({
  /** When a payment that is pending is read back from its wallet, counted from its creation. */
  PAYMENT_CHECK_INTERVALS: durationsVariable.default([minute, 5 * minute, 15 * minute, 60 * minute]),
});

const daysVariable = z
  .string()
  .refine((text) => /^[1-9]\d{0,3}$/.test(text), 'must be a whole number of days, 1 to 9999')
  .transform(Number);

const events = z.object({
  /** Days that the event log is kept; a cursor that is older is expired. */
  EVENT_RETENTION_DAYS: daysVariable.default(30),
});

/** Days that the request log is kept, and the statistics of use with it. */
const requests = z.object({ REQUEST_LOG_DAYS: daysVariable.default(90) });

/** Whether webhooks may lead to addresses that are not public. */
const webhooks = z.object({ WEBHOOK_ALLOW_PRIVATE: privateTargetsVariable('false') });

const proxies = z.object({
  /** The proxies before the gateway: their `X-Forwarded-For` says who calls. */
  TRUSTED_PROXIES: addressListVariable.default([]),
});

/** How much callers may ask for who have no limits of their own. */
const rates = z.object({
  RATE_LIMIT_READS_PER_HOUR: countVariable.default(1_000),
  /** Absent: as many as reads. */
  RATE_LIMIT_WRITES_PER_HOUR: countVariable.optional(),
  /** What a single operation may cost, in points. */
  COST_LIMIT_PER_OPERATION: countVariable.default(60_000),
  /** Off where a proxy does that. */
  RATE_LIMIT_BY_ADDRESS: z.enum(['on', 'off']).default('on'),
  /** Whether operations are sent away when more come than can be answered in time. */
  OVERLOAD_PROTECTION: z.enum(['on', 'off']).default('on'),
});

export type RateLimitVariables = z.output<typeof rates>;

/** How many processes serve at the same port. */
export const workers = z.object({
  WORKERS: z
    .string()
    .refine((text) => /^[1-9]\d?$/.test(text), 'must be a whole number from 1 to 99')
    .transform(Number)
    .default(1),
});

/** The origins whose pages may call the gateway from a browser, with a key or a token. */
const browsers = z.object({ CORS_ORIGINS: originsVariable.default('*') });

/** What carries out plans, and within subgraphs operations. */
export const execution = z.object({ EXECUTOR: z.enum(executorNames).default('compiled') });

/** Where whoever uses the REST interface is helped, as its documentation says. */
const help = z.object({
  SUPPORT_EMAIL: z.email('must be an e-mail address').optional(),
  DOCUMENTATION_URL: urlVariable.optional(),
  COMMUNITY_URL: urlVariable.optional(),
  STATUS_URL: urlVariable.optional(),
  /** The OAuth client as which people sign in from there. */
  DOCS_OAUTH_CLIENT_ID: z.uuid('must be the id of an OAuth client').optional(),
});

/** Operations that frontends send by name. */
const frontends = z
  .object({
    /** Their manifest, in the format that Apollo's tools write. */
    PERSISTED_OPERATIONS: z.string().optional(),
    /** Whether nothing else is run, but for callers with the scope admin. */
    PERSISTED_OPERATIONS_ONLY: z.enum(['on', 'off']).default('off'),
  })
  .refine(({ PERSISTED_OPERATIONS: file, PERSISTED_OPERATIONS_ONLY: only }) => file || only === 'off', {
    path: ['PERSISTED_OPERATIONS'],
    message: 'is missing; PERSISTED_OPERATIONS_ONLY would let nothing be run',
  });

/** Where the stand-ins are that sandbox organisations have for outside systems; without them they have none. */
const sandbox = z
  .object({
    SANDBOX_URL: urlVariable.optional(),
    /** Of which the secrets are made that the hub and these stand-ins share. */
    SANDBOX_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    SANDBOX_PUBLIC_URL: urlVariable.optional(),
    SANDBOX_SMTP_URL: z.string().optional(),
  })
  .refine(({ SANDBOX_URL, SANDBOX_SECRET }) => !SANDBOX_URL || SANDBOX_SECRET, {
    path: ['SANDBOX_SECRET'],
    message: 'is missing: the hub needs it, since SANDBOX_URL is set',
  });

/** What the hub in one process reads. Everything has a default. */
export const embeddedParts = {
  logging,
  help,
  browsers,
  payments,
  events,
  frontends,
  requests,
  proxies,
  rates,
  execution,
  workers,
  /** Whoever tries the hub has a receiver on the same machine. */
  webhooks: z.object({ WEBHOOK_ALLOW_PRIVATE: privateTargetsVariable('loopback') }),
  sandbox: z.object({
    SANDBOX: z.enum(['on', 'off']).default('on'),
    SANDBOX_PORT: portVariable.default(4010),
    /** Nobody but the hub needs to know it: any that is free. */
    SANDBOX_SMTP_PORT: portVariable.default(0),
  }),
  server: z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: portVariable.default(4000),
    /** Where others reach the hub: wallets call back there, and payers return there. */
    PUBLIC_URL: publicUrlVariable.optional(),
  }),
  data: z.object({
    DATA_DIR: z.string().default('.data'),
    /** Absent: the PostgreSQL that npm brought. */
    DATABASE_URL: databaseUrlVariable.optional(),
    /** Absent: made at the first start, and kept in DATA_DIR. */
    HUB_ENCRYPTION_KEY: keyRingVariable.optional(),
  }),
};

export const listening = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: portVariable.default(4000),
});

const database = z.object({ DATABASE_URL: databaseUrlVariable });

/** By which processes tell each other of events; absent: by PostgreSQL. */
const wakeUps = z.object({ REDIS_URL: redisUrlVariable.optional() });

/** Signs who is asking, between the gateway and the subgraphs. */
const internal = z.object({ HUB_INTERNAL_KEY: keyVariable });

const encryption = z.object({ HUB_ENCRYPTION_KEY: keyRingVariable });

const publicAddress = z.object({ PUBLIC_URL: publicUrlVariable });

/** `SUBGRAPH_<NAME>_URL` for each name: where the process of that subgraph listens. */
function addressesOf(names: readonly string[]) {
  return z
    .object(Object.fromEntries(names.map((name) => [addressVariable(name), urlVariable])))
    .transform((values) => new Map(names.map((name) => [name, values[addressVariable(name)] as string])));
}

function addressVariable(subgraph: string): string {
  return `SUBGRAPH_${subgraph.toUpperCase()}_URL`;
}

/** What a gateway over subgraphs in other processes reads. */
export function gatewayParts(subgraphs: readonly string[]) {
  return {
    logging,
    listening,
    database,
    wakeUps,
    internal,
    publicAddress,
    help,
    browsers,
    frontends,
    proxies,
    rates,
    execution,
    workers,
    addresses: addressesOf(subgraphs),
  };
}

/** What the process of one subgraph reads; `neighbours` are the other subgraphs. */
export function subgraphParts(neighbours: readonly string[]) {
  return {
    logging,
    listening,
    database,
    wakeUps,
    internal,
    encryption,
    publicAddress,
    payments,
    execution,
    webhooks,
    sandbox,
    addresses: addressesOf(neighbours),
  };
}

/** What the worker reads. */
export const workerParts = {
  logging,
  listening,
  database,
  wakeUps,
  encryption,
  publicAddress,
  payments,
  execution,
  events,
  requests,
  webhooks,
  sandbox,
};

/** What the process of the stand-ins reads, besides the secrets that they share with the hub. */
export const standInParts = {
  logging,
  listening: z.object({
    HOST: z.string().default('0.0.0.0'),
    SANDBOX_PORT: portVariable.default(4010),
    SANDBOX_SMTP_PORT: portVariable.default(4025),
    /** Where a browser reaches the stand-ins; default: wherever the caller reached them. */
    SANDBOX_PUBLIC_URL: urlVariable.optional(),
  }),
};

/** What the migrations read. */
export const migrateParts = { logging, database };

/** What a process reads that works on the database once and ends. */
export const seedParts = { logging, database, encryption };

/** What inviting who runs the hub needs besides. */
export const operatorParts = { publicAddress };

/** What the demo data need besides. */
export const demoParts = {
  demo: z.object({ PUBLIC_URL: publicUrlVariable, DATA_DIR: z.string().default('.data') }),
};
