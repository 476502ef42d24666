import { argon2Sync, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Mail, Mailer } from '../../integrations/mail/port.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { Role } from '../../platform/auth/roles.ts';
import { isOfSandbox } from '../../platform/environment.ts';
import { platformPrincipal, type SubgraphHarness } from '../../test/subgraph-harness.ts';

/** The operator of the hub, in the sandbox. */
export const sandboxOperator: Principal = {
  ...platformPrincipal(),
  id: 'sandbox-platform-key',
  sandbox: true,
};

/** Creates an organisation as the operator would; returns its id. */
export async function givenOrganisation(
  hub: SubgraphHarness,
  name = 'LPK Contoh',
  kind = 'TRAINING_INSTITUTION',
  operator = platformPrincipal(),
): Promise<string> {
  const { data, errors } = await hub.call(
    'identity',
    operator,
    'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
    { input: { kind, name } },
  );
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.createOrganisation.id;
}

let students = 0;

/** Creates a student of an organisation; returns its id. */
export async function givenStudent(
  hub: SubgraphHarness,
  organisationId: string,
  fields: Record<string, unknown> = {},
  operator = platformPrincipal(),
): Promise<string> {
  students += 1;
  const { data, errors } = await hub.call(
    'identity',
    operator,
    'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
    { input: { organisationId, name: 'Siti Contoh', email: `siti${students}@example.org`, ...fields } },
  );
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.createStudent.id;
}

/** What everybody of `givenPerson` signs in with. */
export const password = 'kuda nil di kolam susu';

/** Of `password`, with costs that a test can afford. */
function cheapHash(): string {
  const salt = randomBytes(16);
  const costs = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { ...costs, message: password, nonce: salt });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${text(salt)}$${text(tag)}`;
}

/** A person who has accepted their invitation and can sign in; returns the id of the user. */
export async function givenPerson(
  hub: Pick<SubgraphHarness, 'pool'>,
  person: {
    email: string;
    organisationId: string | null;
    role?: Role;
    studentId?: string;
    everywhere?: boolean;
  },
): Promise<string> {
  const { email, organisationId, role = Role.ADMIN, studentId = null, everywhere = false } = person;
  const [userId, accountId] = [uuidv7(), uuidv7()];
  await hub.pool.query(
    `WITH account AS (
       INSERT INTO identity.accounts (id, email, sandbox, password_hash, password_changed_at, created_at)
       VALUES ($2, lower($3), $9, $4, now(), now()))
     INSERT INTO identity.users
       (id, account_id, email, name, organisation_id, role, student_id, everywhere, created_at, updated_at)
     VALUES ($1, $2, $3, 'Ibu Contoh', $5, $6, $7, $8, now(), now())`,
    [
      userId,
      accountId,
      email,
      cheapHash(),
      organisationId,
      role,
      studentId,
      everywhere,
      organisationId !== null && isOfSandbox(organisationId),
    ],
  );
  return userId;
}

/** Keeps the mails that would be sent. */
export class MailsUnderTest implements Mailer {
  readonly sent: Mail[] = [];
  /** What happens to the next mails instead of being sent. */
  readonly failures: Error[] = [];

  async send(mail: Mail): Promise<void> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.sent.push(mail);
  }

  /** Waits for the mail number `count` to `address`, and answers it. */
  async to(address: string, count = 1): Promise<Mail> {
    const deadline = Date.now() + 90_000;
    for (;;) {
      const mail = this.sent.filter(({ to }) => to.address === address)[count - 1];
      if (mail) return mail;
      if (Date.now() > deadline) throw new Error(`No mail number ${count} came to ${address}.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The path of the link in a mail, without its language. */
export function linkIn({ text }: Mail): string {
  const [, path] = /https?:\/\/[^/\s]+(\/account\/password\/\S+)/.exec(text) ?? [];
  if (!path) throw new Error('There is no link in the mail.');
  return path;
}

/** Waits until no job is left. */
export async function jobsDone({ pool }: Pick<SubgraphHarness, 'pool'>): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (((await pool.query('SELECT 1 FROM graphile_worker._private_jobs')).rowCount ?? 0) > 0) {
    if (Date.now() > deadline) throw new Error('There are jobs left.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
