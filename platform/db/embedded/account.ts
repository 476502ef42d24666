import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { StartError } from '../../start-error.ts';

/** The user that PostgreSQL runs as. */
export interface Account {
  uid: number;
  gid: number;
  name: string;
}

/**
 * Who PostgreSQL runs as: null for the hub's own user. As root, since PostgreSQL refuses to run as
 * root: the owner of `cluster` when it exists, else `postgres`, else `nobody`. A made-up uid would not
 * do, because initdb wants a passwd entry.
 */
export async function chooseAccount(cluster: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) {
    const name = accounts.find(({ uid }) => uid === owner.uid)?.name ?? `uid ${owner.uid}`;
    return { uid: owner.uid, gid: owner.gid, name };
  }
  const account = ['postgres', 'nobody']
    .map((wanted) => accounts.find(({ name, uid }) => name === wanted && uid !== 0))
    .find((found) => found !== undefined);
  if (!account) {
    throw new StartError(
      'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor a user "nobody" to run it as. ' +
        'Start the hub as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return account;
}

function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Options of `spawn` that make a program run as `account`, seeing nothing of the hub's environment. */
export function runAs(account: Account | null) {
  return {
    ...(account && { uid: account.uid, gid: account.gid }),
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
  };
}

/** Runs a short POSIX shell script as `account` and tells whether it succeeded. */
export async function succeedsAs(
  account: Account | null,
  script: string,
  ...args: string[]
): Promise<boolean> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', ...args], {
    ...runAs(account),
    cwd: '/',
    stdio: 'ignore',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}
