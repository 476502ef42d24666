import path from 'node:path';
import type { Hub } from './hub.ts';

const webhookWords = {
  none: '',
  loopback: 'may be sent to this machine too (WEBHOOK_ALLOW_PRIVATE=false forbids it)',
  any: 'may be sent to any address, private ones too (WEBHOOK_ALLOW_PRIVATE)',
};

/** Tells the person at the terminal where to go, and with which keys. */
export function announce(hub: Hub): void {
  const places: [string, string][] = [
    ['Graph', `${hub.url}/graphql (in a browser: Apollo Sandbox)`],
    ['Explorer', `${hub.url}/explorer (the same without the internet)`],
    ...(hub.sandboxUrl
      ? [
          ['Stand-ins', `${hub.sandboxUrl}/ (play the customer of a wallet, read the hub’s mails)`] as [
            string,
            string,
          ],
        ]
      : []),
    ...(webhookWords[hub.webhooksTo] ? [['Webhooks', webhookWords[hub.webhooksTo]] as [string, string]] : []),
    ['Data', hub.dataDir],
  ];
  const text = ['', 'The hub runs. Ctrl-C ends it.', '', ...places.map(row)];
  if (hub.demo) {
    const file = path.join(hub.dataDir, 'demo.json');
    text.push('', `Keys of the demo data, for the header X-API-Key (kept in ${file}):`, '');
    text.push(...Object.entries(hub.demo.apiKeys).map(row));
    if (hub.testClient)
      text.push(
        row(['test_key', 'with the secret test_secret: a program of a sandbox organisation (OAuth)']),
      );
    text.push('', 'Who can sign in, for apps that ask people to:', '');
    const { people } = hub.demo;
    text.push(
      ...Object.entries(people).map(([who, { email, password }]) => row([who, `${email}  ${password}`])),
    );
  }
  process.stdout.write(`${text.join('\n')}\n\n`);
}

function row([name, value]: [string, string]): string {
  return `  ${name.padEnd(12)} ${value}`;
}
