import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { type ArrivedMail, type MailerUnderTest, mailerConformance } from '../conformance.ts';
import type { Mailer } from '../port.ts';
import { mountMail } from './sandbox.ts';
import { createSmtpMailer, smtpProblems } from './smtp.ts';

const credentials = { user: 'skills-hub', password: 'secret of the mail server' };
const mail = {
  id: 'one',
  to: { name: 'Siti', address: 'siti@example.org' },
  subject: '<b>Halo</b>',
  text: 'Buka <script>alert(1)</script> https://hub.example/a?b=1&c="x" sekarang',
  html: '<script>alert(2)</script>',
};
const call = { requestId: 'req-1' };

/** What the registry of integrations was told. */
const told: [boolean, string | null][] = [];
const started: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((app) => app.close()));
});

async function startMail() {
  const app = fastify();
  let url = () => '';
  app.register(
    async (scope) => {
      const standIn = mountMail(scope, credentials, { host: '127.0.0.1', port: 0 });
      url = () => standIn.url();
    },
    { prefix: '/mail' },
  );
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const mailer = (change: Record<string, string> = {}, timeoutMs = 30_000) =>
    createSmtpMailer(
      {
        SMTP_URL: url(),
        SMTP_USER: credentials.user,
        SMTP_PASSWORD: credentials.password,
        SMTP_TLS: 'off',
        MAIL_FROM: 'Skills Hub <hub@hub.example>',
        ...change,
      },
      { report: (_system, { ok, error }) => void told.push([ok, error]) },
      timeoutMs,
    ) as Mailer;
  return { app, address, mailer };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

mailerConformance('SMTP', async (): Promise<MailerUnderTest> => {
  const { app, address, mailer } = await startMail();
  const asked = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${address}/mail/_control/${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { messages: ArrivedMail[] };
  };
  return {
    mailer: mailer(),
    impatient: mailer({}, 2_000),
    unreachable: mailer({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` }),
    fault: async (fault) => void (await asked('POST', 'faults', fault)),
    async reset() {
      await asked('DELETE', 'faults');
      await asked('DELETE', 'messages');
    },
    arrived: async (to) => (await asked('GET', `messages?to=${encodeURIComponent(to)}`)).messages,
    refusedAddress: 'nobody@refused.example',
    close: () => app.close(),
  };
});

describe('the mail server', () => {
  it('is not spoken to in clear unless it was said that this is all right', async () => {
    const { app, mailer } = await startMail();
    started.push(app);
    await expect(mailer({ SMTP_TLS: 'required' }).send(mail, call)).rejects.toMatchObject({
      kind: 'UNAVAILABLE',
    });
  });

  it('lets nobody in with a wrong password, and the mails wait', async () => {
    const { app, mailer } = await startMail();
    started.push(app);
    await expect(mailer({ SMTP_PASSWORD: 'wrong' }).send(mail, call)).rejects.toMatchObject({
      kind: 'UNAVAILABLE',
      retryable: true,
    });
  });

  it('is healthy when it takes mails or refuses one, and ill when it does not answer', async () => {
    const { app, address, mailer } = await startMail();
    started.push(app);
    told.length = 0;
    await mailer().send(mail, call);
    const nobody = { ...mail, to: { name: 'Nobody', address: 'nobody@refused.example' } };
    await expect(mailer().send(nobody, call)).rejects.toThrow();
    await fetch(`${address}/mail/_control/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fault: 'status', status: 451, on: 'send' }),
    });
    await expect(mailer().send(mail, call)).rejects.toThrow();
    expect(told).toEqual([
      [true, null],
      [true, null],
      [false, expect.stringContaining('UNAVAILABLE')],
    ]);
  });

  it('is configured, wrong or not there', () => {
    const right = { SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'hub@example.org' };
    expect(smtpProblems(right)).toEqual([]);
    expect(createSmtpMailer({}, null)).toBeNull();
    expect(createSmtpMailer({ SMTP_URL: '', MAIL_FROM: 'x' }, null)).toBeNull();
    expect(smtpProblems({ SMTP_URL: right.SMTP_URL })).toEqual([
      'MAIL_FROM is missing: The mail server needs it, since SMTP_URL is set',
    ]);
    expect(smtpProblems({ ...right, SMTP_URL: 'https://mail.example.org' })).toHaveLength(1);
    const withUser = smtpProblems({ ...right, SMTP_URL: 'smtps://hub:secret@mail.example.org' });
    expect(withUser).toEqual([
      'SMTP_URL is wrong: must hold no user: give that in SMTP_USER and SMTP_PASSWORD',
    ]);
    expect(smtpProblems({ ...right, MAIL_FROM: 'a@b\r\nBcc: c@d' })).toHaveLength(1);
    expect(() => createSmtpMailer({ ...right, MAIL_FROM: 'nobody' }, null)).toThrow('MAIL_FROM');
  });
});

describe('the mailbox page of the stand-in', () => {
  it('lists the mails and shows one, with links to click and nothing that runs', async () => {
    const { app, address, mailer } = await startMail();
    started.push(app);
    await mailer().send(mail, call);
    const list = await (await fetch(`${address}/mail/`)).text();
    expect(list).toContain('&lt;b&gt;Halo&lt;/b&gt;');
    const [, path = ''] = /href="(\/mail\/messages\/[^"]+)"/.exec(list) ?? [];
    const answer = await fetch(`${address}${path}`);
    const shown = await answer.text();
    expect(shown).toContain('<a href="https://hub.example/a?b=1&amp;c=">');
    expect(shown).not.toContain('<script');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${address}/mail/messages/none`)).status).toBe(404);
  });
});
