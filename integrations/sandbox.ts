import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { html, page } from '../platform/integration-kit/sandbox-page.ts';
import { mountBsre } from './document-signer/bsre/sandbox.ts';
import { mountEuropass } from './europass/sandbox.ts';
import { mountLinkedin } from './linkedin/sandbox.ts';
import { mountMail } from './mail/smtp/sandbox.ts';
import { mountSicantik } from './permit-registry/sicantik/sandbox.ts';
import { mountSiplatih } from './siplatih/sandbox.ts';
import { mountGopay } from './wallets/gopay/sandbox.ts';
import { mountLinkaja } from './wallets/linkaja/sandbox.ts';
import { mountOvo } from './wallets/ovo/sandbox.ts';
import type { WalletStandInOptions } from './wallets/sandbox/wallet-stand-in.ts';

export interface SandboxOptions extends WalletStandInOptions {
  /**
   * Secrets of the stand-ins by the name of the hub's variable (GOPAY_API_KEY, ...): the same ones that
   * the hub has, as sandboxConfiguration makes them. Throws when one is missing.
   */
  configuration: Readonly<Record<string, string | undefined>>;
  logger?: FastifyBaseLogger | undefined;
  /** How many permits SICANTIK’s stand-in makes up, besides those of the demo data; none when absent. */
  permits?: number | undefined;
  /** Where the mail server listens, beside the pages; a free port of this machine when absent. */
  mail?: { host: string; port: number } | undefined;
}

const standIns = [
  ['siplatih', 'SIPLatih', 'Ministry of Manpower: registers programs, takes completions'],
  ['linkedin', 'LinkedIn', 'the member allows the hub to add credentials and to post, on its page'],
  ['europass', 'Europass', 'issues European credentials'],
  ['gopay', 'GoPay', 'wallet: the customer pays on a page'],
  ['linkaja', 'LinkAja', 'wallet: the customer pays on a page'],
  ['ovo', 'OVO', 'wallet: the customer confirms in the app, here on its page'],
  ['sicantik', 'SICANTIK', 'permit registry: lists what is issued and what is in process'],
  ['bsre', 'BSrE', 'people of the government sign PDFs'],
  ['mail', 'Mail', 'the mailbox of everybody whom the hub writes to'],
] as const;

/** Where each stand-in's API starts, below the address of the sandbox. */
const basePaths = {
  SIPLATIH_API_URL: '/siplatih/api/v1',
  LINKEDIN_API_URL: '/linkedin/v2',
  LINKEDIN_TOKEN_URL: '/linkedin/oauth/v2/accessToken',
  EUROPASS_API_URL: '/europass/api',
  GOPAY_API_URL: '/gopay/v1',
  LINKAJA_API_URL: '/linkaja/v1',
  OVO_API_URL: '/ovo/v1.0',
  SICANTIK_API_URL: '/sicantik/backoffice/api',
  BSRE_API_URL: '/bsre',
} as const;

const secretNames = [
  'SIPLATIH_CLIENT_SECRET',
  'LINKEDIN_CLIENT_SECRET',
  'EUROPASS_API_KEY',
  'GOPAY_API_KEY',
  'GOPAY_SECRET_KEY',
  'LINKAJA_CLIENT_SECRET',
  'LINKAJA_SECRET_KEY',
  'OVO_CLIENT_SECRET',
  'OVO_SECRET_KEY',
  'SICANTIK_API_KEY',
  'BSRE_CLIENT_SECRET',
  'SMTP_PASSWORD',
] as const;

/**
 * The environment variables with which a hub and these stand-ins know each other.
 *
 * @param secret gives the secret of that name: a random text that stays the same from start to start
 * @param baseUrl where the stand-ins listen, such as `http://127.0.0.1:4010`
 * @param browserUrl where a browser reaches them, when that is another address
 * @param smtpUrl where their mail server listens; the hub sends no mail when absent
 */
export function sandboxConfiguration(
  secret: (name: string) => string,
  baseUrl: string,
  browserUrl: string = baseUrl,
  smtpUrl: string | null = null,
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(basePaths).map(([name, path]) => [name, baseUrl + path])),
    LINKEDIN_AUTH_URL: `${browserUrl}/linkedin/oauth/v2`,
    SIPLATIH_CLIENT_ID: 'skills-hub',
    LINKEDIN_CLIENT_ID: 'skills-hub',
    GOPAY_MERCHANT_ID: 'DGIHUB',
    LINKAJA_CLIENT_ID: 'skills-hub',
    OVO_CLIENT_ID: 'skills-hub',
    OVO_MERCHANT_ID: 'DGIHUB',
    BSRE_CLIENT_ID: 'skills-hub',
    SMTP_USER: 'skills-hub',
    ...(smtpUrl !== null && {
      SMTP_URL: smtpUrl,
      SMTP_TLS: 'off',
      MAIL_FROM: 'Skills Hub <hub@hub.example>',
    }),
    ...Object.fromEntries(secretNames.map((name) => [name, secret(name)])),
  };
}

/** Every stand-in of an outside system on one server, not yet listening. It keeps its data in memory. */
export function createSandbox(options: SandboxOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    ...(options.logger && { loggerInstance: options.logger }),
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    bodyLimit: 5 * 1024 * 1024,
  });
  const credential = (name: string) => {
    const value = options.configuration[name];
    if (!value) throw new Error(`The stand-ins need ${name}.`);
    return value;
  };
  const siplatih = {
    clientId: credential('SIPLATIH_CLIENT_ID'),
    clientSecret: credential('SIPLATIH_CLIENT_SECRET'),
  };
  const linkedin = {
    clientId: credential('LINKEDIN_CLIENT_ID'),
    clientSecret: credential('LINKEDIN_CLIENT_SECRET'),
  };
  const europass = { apiKey: credential('EUROPASS_API_KEY') };
  const gopay = { apiKey: credential('GOPAY_API_KEY'), secretKey: credential('GOPAY_SECRET_KEY') };
  const linkaja = {
    clientId: credential('LINKAJA_CLIENT_ID'),
    clientSecret: credential('LINKAJA_CLIENT_SECRET'),
    secretKey: credential('LINKAJA_SECRET_KEY'),
  };
  const ovo = {
    clientId: credential('OVO_CLIENT_ID'),
    clientSecret: credential('OVO_CLIENT_SECRET'),
    secretKey: credential('OVO_SECRET_KEY'),
    merchantId: options.configuration.OVO_MERCHANT_ID || 'DGIHUB',
  };
  app.register(async (scope) => mountSiplatih(scope, siplatih), { prefix: '/siplatih' });
  app.register(async (scope) => mountLinkedin(scope, linkedin), { prefix: '/linkedin' });
  app.register(async (scope) => mountEuropass(scope, europass, options), { prefix: '/europass' });
  app.register(async (scope) => mountGopay(scope, gopay, options), { prefix: '/gopay' });
  app.register(async (scope) => mountLinkaja(scope, linkaja, options), { prefix: '/linkaja' });
  app.register(async (scope) => mountOvo(scope, ovo, options), { prefix: '/ovo' });
  const sicantik = { apiKey: options.configuration.SICANTIK_API_KEY, permits: options.permits };
  app.register(async (scope) => mountSicantik(scope, sicantik), { prefix: '/sicantik' });
  const bsre = { clientId: credential('BSRE_CLIENT_ID'), clientSecret: credential('BSRE_CLIENT_SECRET') };
  app.register(async (scope) => mountBsre(scope, bsre), { prefix: '/bsre' });
  const mail = { user: credential('SMTP_USER'), password: credential('SMTP_PASSWORD') };
  const listen = options.mail ?? { host: '127.0.0.1', port: 0 };
  app.register(async (scope) => void mountMail(scope, mail, listen), { prefix: '/mail' });

  app.get('/', (_request, reply) => reply.type('text/html').send(indexPage()));
  app.get('/health', () => ({ status: 'ok' }));
  return app;
}

function indexPage(): string {
  const items = standIns.map(
    ([name, title, what]) => html`<li><a href="/${name}/">${title}</a> (${what})</li>`,
  );
  return page('Stand-ins of the outside systems', html`<ul>${items}</ul>`);
}
