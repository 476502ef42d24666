import type { SystemHealth } from '../../../platform/http-client/system-health.ts';
import {
  type Environment,
  readVendorConfiguration,
} from '../../../platform/integration-kit/vendor-configuration.ts';
import type { Mail, Mailer } from '../port.ts';
import { SmtpClient } from './client.ts';
import { type SmtpConfiguration, smtpConfiguration } from './contract.ts';

const defaultTimeoutMs = 30_000;

/** Mails by SMTP. */
export class SmtpMailer implements Mailer {
  readonly #client: SmtpClient;

  constructor(
    configuration: SmtpConfiguration,
    health: SystemHealth | null,
    timeoutMs: number = defaultTimeoutMs,
  ) {
    this.#client = new SmtpClient(configuration, health, timeoutMs);
  }

  send(mail: Mail, { requestId }: { requestId: string }): Promise<void> {
    return this.#client.send(mail, requestId);
  }
}

function read(environment: Environment) {
  const settings = { title: 'The mail server', addressVariable: 'SMTP_URL', schema: smtpConfiguration };
  return readVendorConfiguration(settings, environment);
}

/** What is wrong with the mail server’s environment variables, one line each; empty when all is well. */
export function smtpProblems(environment: Environment): string[] {
  const configuration = read(environment);
  return configuration.state === 'wrong' ? configuration.problems : [];
}

/**
 * The mailer, or null when SMTP_URL is unset; `health` is told of each mail. Throws an Error that lists every missing or wrong variable.
 */
export function createSmtpMailer(
  environment: Environment,
  health: SystemHealth | null,
  timeoutMs?: number,
): Mailer | null {
  const result = read(environment);
  if (result.state === 'wrong') throw new Error(result.problems.join('\n'));
  return result.state === 'configured' ? new SmtpMailer(result.configuration, health, timeoutMs) : null;
}
