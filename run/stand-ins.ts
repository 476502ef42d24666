import { createHmac, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createSandbox, sandboxConfiguration } from '../integrations/sandbox.ts';
import { log } from '../platform/log.ts';
import { keptSecret } from '../platform/secret-file.ts';
import { localAddress } from './ports.ts';

/** Enough that the mirror takes a few minutes to fill. */
const madeUpPermits = 2500;

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables by which a hub and the stand-ins know each other: names and secrets. */
export function standInVariables(): string[] {
  return Object.keys(sandboxConfiguration(() => '', '')).filter((name) => !name.endsWith('_URL'));
}

/** The secret of each name, made of the one that the hub and the stand-ins share for sandbox organisations. */
export function derivedSecrets(secret: string): (name: string) => string {
  return (name) => createHmac('sha256', secret).update(name).digest('base64url');
}

/** Where the stand-ins of sandbox organisations are, in other processes than the hub's. */
export interface SandboxAddresses {
  SANDBOX_URL?: string | undefined;
  SANDBOX_SECRET?: string | undefined;
  SANDBOX_PUBLIC_URL?: string | undefined;
  SANDBOX_SMTP_URL?: string | undefined;
}

/** The variables of the outside systems as sandbox organisations have them; null when they have none. */
export function sandboxEnvironment(addresses: SandboxAddresses): Record<string, string> | null {
  const { SANDBOX_URL, SANDBOX_SECRET, SANDBOX_PUBLIC_URL, SANDBOX_SMTP_URL } = addresses;
  if (!SANDBOX_URL || !SANDBOX_SECRET) return null;
  const browserUrl = SANDBOX_PUBLIC_URL ?? SANDBOX_URL;
  return sandboxConfiguration(derivedSecrets(SANDBOX_SECRET), SANDBOX_URL, browserUrl, SANDBOX_SMTP_URL);
}

/** The stand-ins' part of the environment, with secrets that are kept in `dataDir`. */
export async function standInEnvironment(
  dataDir: string,
  baseUrl: string,
  smtpUrl: string,
): Promise<Record<string, string>> {
  const secrets: Record<string, string> = {};
  for (const name of standInVariables()) {
    if (!/_(KEY|SECRET|PASSWORD)$/.test(name)) continue;
    secrets[name] = await keptSecret(dataDir, name.toLowerCase(), () =>
      randomBytes(24).toString('base64url'),
    );
  }
  return sandboxConfiguration((name) => secrets[name] ?? '', baseUrl, baseUrl, smtpUrl);
}

/**
 * `environment`, completed with the stand-ins for every outside system whose address it does not set:
 * one that is configured for real is left alone altogether.
 */
export function withStandIns(environment: Environment, standIns: Environment): Environment {
  const real = Object.keys(standIns)
    .filter((name) => /(^SMTP|_API)_URL$/.test(name) && environment[name])
    .flatMap((name) => (name === 'SMTP_URL' ? ['SMTP_', 'MAIL_'] : [name.replace(/API_URL$/, '')]));
  const taken = Object.entries(standIns).filter(([name]) => !real.some((prefix) => name.startsWith(prefix)));
  return { ...environment, ...Object.fromEntries(taken) };
}

/** Serves the stand-ins of the outside systems. */
export async function startStandIns(
  configuration: Environment,
  listen: { host: string; port: number; smtpPort: number; publicUrl?: string },
): Promise<{ url: string; app: FastifyInstance }> {
  const app = createSandbox({
    configuration,
    logger: log,
    publicUrl: listen.publicUrl,
    permits: madeUpPermits,
    mail: { host: listen.host, port: listen.smtpPort },
  });
  await app.listen({ host: listen.host, port: listen.port });
  const { port } = app.server.address() as AddressInfo;
  return { url: localAddress(listen.host, port), app };
}
