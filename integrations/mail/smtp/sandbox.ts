import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { SMTPServer, type SMTPServerError } from 'smtp-server';
import { serveControl } from '../../../platform/integration-kit/sandbox-control.ts';
import type { TakenFaults } from '../../../platform/integration-kit/sandbox-faults.ts';
import { SandboxKit } from '../../../platform/integration-kit/sandbox-kit.ts';
import { sameSignature } from '../../../platform/integration-kit/signature.ts';
import { Mailbox } from './sandbox-mailbox.ts';
import { mailboxSection, serveMailbox } from './sandbox-mailbox-page.ts';

export interface MailStandIn {
  /** Where the mail server listens, such as `smtp://127.0.0.1:4025`; only after `app` is ready. */
  url(): string;
}

/** Whom nobody takes mail for. */
const refusedDomain = /@refused\.example$/i;

/**
 * A mail server’s stand-in: it takes every mail by SMTP and delivers it to the mailbox on its page.
 *
 * @param listen where it listens, beside the HTTP server of `app`; port 0 takes a free one
 */
export function mountMail(
  app: FastifyInstance,
  credentials: { user: string; password: string },
  listen: { host: string; port: number },
): MailStandIn {
  const kit = new SandboxKit(app, 'mail', 'Mail');
  const mailbox = new Mailbox();
  const sockets = new Map<number, Socket>();

  /** Lets a scripted fault take the place of the answer; false when there is none. */
  function failed(
    faults: TakenFaults,
    moment: 'before' | 'after',
    remotePort: number,
    answer: (error: SMTPServerError) => void,
  ): boolean {
    if (faults.get('dropped')?.when === moment) {
      sockets.get(remotePort)?.destroy();
      return true;
    }
    const status = faults.get('status');
    if (status?.when !== moment) return false;
    answer(refusal(status.status, 'A scripted fault.'));
    return true;
  }

  function url(): string {
    const { port } = server.server.address() as AddressInfo;
    return `smtp://${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`;
  }

  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    size: 1024 * 1024,
    rejectOversized: true,
    closeTimeout: 100,
    onConnect(session, callback) {
      const faults = kit.faults.take('connect');
      const slow = faults.get('slow')?.ms ?? 0;
      void pause(slow, undefined, { ref: false }).then(() => {
        if (!failed(faults, 'before', session.remotePort, callback)) callback();
      });
    },
    onAuth({ username = '', password }, _session, callback) {
      const { user, password: right } = credentials;
      if (username === user && sameSignature(password ?? '', right)) callback(null, { user });
      else callback(refusal(535, 'The user name or the password is wrong.'));
    },
    onRcptTo({ address }, session, callback) {
      if (failed(kit.faults.take('recipient'), 'before', session.remotePort, callback)) return;
      callback(refusedDomain.test(address) ? refusal(550, 'There is no such mailbox.') : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const faults = kit.faults.take('send');
        if (failed(faults, 'before', session.remotePort, callback)) return;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const taking = mailbox.take(Buffer.concat(chunks), to);
        void taking
          .then(() => pause(faults.get('slow')?.ms ?? 0, undefined, { ref: false }))
          .then(() => {
            if (!failed(faults, 'after', session.remotePort, callback)) callback(null, 'Taken');
          }, callback);
      });
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  // Who hangs up in the middle is no affair of the stand-in's.
  server.on('error', (err: Error) => app.log.debug({ err }, 'a connection of the mail stand-in failed'));

  app.addHook('onReady', async () => {
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(listen.port, listen.host, () => {
        server.server.off('error', reject);
        resolve();
      });
    });
  });
  app.addHook('onClose', () => new Promise<void>((resolve) => server.close(() => resolve())));

  app.get('/_control/server', () => ({ url: url() }));
  serveMailbox(app, mailbox);
  serveControl(app, kit, () => mailboxSection(mailbox));
  return { url };
}

function refusal(responseCode: number, message: string): SMTPServerError {
  return Object.assign(new Error(message), { responseCode });
}
