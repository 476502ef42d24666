import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../platform/project-root.ts';
import { claimPort } from '../run/ports.ts';
import { Browser } from '../subgraphs/identity/oauth/browser-under-test.ts';
import { ask, eventually } from './graph-request.ts';
import { killLeftHubs, startHub } from './hub-process.ts';
import { codeFor, codeOf, endPasted, type Pasted, paste as pasteInto } from './pasted-code.ts';
import { newLearner } from './story-nouns.ts';

describe('what the documents show', () => {
  /** As a checkout in which the hub was started. */
  let folder: string;
  let dataDir: string;
  let hub: Awaited<ReturnType<typeof startHub>>;
  let institution: string;
  const running: Pasted[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'hub-documents-'));
    dataDir = path.join(folder, '.data');
    await chmod(folder, 0o711);
    await symlink(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
    hub = await startHub(dataDir);
    institution = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')).apiKeys.institution;
  });
  afterAll(async () => {
    running.forEach(endPasted);
    // In an orderly way, so that its PostgreSQL ends too.
    hub.kill('SIGTERM');
    await hub.ended;
    killLeftHubs();
    await rm(folder, { recursive: true });
  });

  /** Runs shell code as a reader would who pasted it, against this hub. */
  async function paste(code: string, shell?: 'sh'): Promise<Pasted> {
    const pasted = pasteInto(await codeFor(hub, code), folder, { shell });
    running.push(pasted);
    return pasted;
  }

  async function enrolSomebody(): Promise<string> {
    const graphql = `${hub.url}/graphql`;
    const { programs } = await ask(graphql, institution, '{ programs(first: 1) { nodes { id } } }');
    const { createStudent } = await ask(
      graphql,
      institution,
      'mutation($input: CreateStudentInput!) { createStudent(input: $input) { id } }',
      { input: newLearner() },
    );
    await ask(
      graphql,
      institution,
      'mutation($input: EnrolStudentInput!) { enrolStudent(input: $input) { id } }',
      { input: { programId: programs.nodes[0].id, studentId: createStudent.id } },
    );
    return createStudent.id;
  }

  it('brings a partner’s events by websocket, as server-sent events, when asked for, and by webhook', async () => {
    const file = 'docs/events.md';
    const streams = [
      await paste(await codeOf(file, '## By websocket', '## By server-sent')),
      await paste(await codeOf(file, '## By server-sent', '## By asking')),
      await paste(await codeOf(file, '## By webhook', '## Only some')),
    ];
    const enrolled: string[] = [];
    await eventually(
      async () => {
        enrolled.push(await enrolSomebody());
        return streams.every(({ printed }) => enrolled.some((id) => printed().includes(id)));
      },
      `each way brings a student's enrolment:\n${streams.map(({ printed }) => printed()).join('\n')}`,
    );
    const asked = await paste(await codeOf(file, '## By asking', '## By webhook'));
    expect(await asked.ended).toBe(0);
    expect(asked.printed()).toContain(enrolled[0]);
  });

  it('leads who has nothing but curl from a course to a paid enrolment, a credential, and webhooks of all that', async () => {
    const tried = await paste(await codeOf('docs/rest.md', '## The first request', '## Who calls', 'bash'));
    expect([await tried.ended, tried.printed()]).toEqual([
      0,
      expect.stringContaining('"name":"Budi Santoso"'),
    ]);
    const file = 'docs/first-steps-curl.md';
    const steps = await codeOf(file, '## 2. A way to ask', '## 11. What was sent');
    const end = await codeOf(file, '## 11. What was sent', '');
    const types = ['course.completed', 'credential.issued', 'payment.completed', 'student.enrolled'];
    const received = `for type in ${types.join(' ')}; do until grep -q "received $type" first; do sleep 0.1; done; done`;
    const first = await paste(`exec > first; ${steps}\n${received}\n${end}`, 'sh');
    expect([await first.ended, first.printed()]).toEqual([0, '']);
    const said = await readFile(path.join(folder, 'first'), 'utf8');
    const told = [...said.matchAll(/^received (\S+) /gm)].map(([, type]) => type);
    expect(told.toSorted()).toEqual(types);
    for (const step of ['"PENDING"', '"PAID"', '"status":"completed"', '"verdict":"valid"', '"attempts":[{'])
      expect(said).toContain(step);
    expect(said).not.toContain('"error":{');
    expect((await readFile(path.join(dataDir, 'certificate.pdf'), 'latin1')).slice(0, 4)).toBe('%PDF');
  });

  it('lets the reader of the README receive a webhook, verified, with what they selected', async () => {
    const prepared = await codeOf('README.md', '**1. A way to ask.**', '**2.');
    const step = await codeOf('README.md', '**12. Have events brought', '**13.');
    const received =
      'until grep -q "received student.created" said && grep -q "received payment" said; do sleep 0.1; done';
    const gone =
      'wait $RECEIVER || true; (exec 3<>/dev/tcp/127.0.0.1/3000) && echo "it still listens" || true';
    const [before, after] = step.split('KEY=$(key admin)\nask <<END\n{\n  webhookDeliveries') as [
      string,
      string,
    ];
    const tour = await paste(
      `exec > said; ${prepared}\n${before}\n${received}\nKEY=$(key admin)\nask <<END\n{\n  webhookDeliveries${after}\n${gone}`,
    );
    const code = await tour.ended;
    const said = await readFile(path.join(folder, 'said'), 'utf8');
    expect([code, tour.printed()]).toEqual([0, expect.any(String)]);
    expect(said).toContain('"name":"Rina Siregar","organisation":{"name":"LPK');
    expect(said).toMatch(/"status": "SUCCEEDED"/);
    expect(said).not.toContain('it still listens');
    expect(said).not.toContain('"errors"');
  });

  it('leads the reader of the README from a program to a credential that is revoked, and to a signed permit', async () => {
    const before = await codeOf('README.md', '**1. A way to ask.**', '**6. Watch');
    const payments = await codeOf('README.md', '**7. Create a GoPay', '**12. Have');
    const after = await codeOf('README.md', '**13. Issue', '**15. Sign in');
    const tokens = await codeOf('README.md', '### Access tokens', '## Errors');
    const connect = "ask <<'END'\nmutation { connectLinkedIn { url expiresAt } }\nEND\n";
    expect(after).toContain(connect);
    // What the reader does in a browser.
    const press = `CONSENT=$(curl -s -c .data/jar -o /dev/null -w '%{redirect_url}' "$(pick connectLinkedIn.url)")
curl -s -L -b .data/jar -H "accept-language: en" -d "\${CONSENT#*\\?}&decision=allow&member=Putri" "\${CONSENT%%\\?*}" | grep -o 'Your LinkedIn is connected'\n`;
    const pay = 'curl -s -X POST "$STANDINS/gopay/_control/orders/$ORDER/pay"; echo\n';
    expect(payments).toContain(pay);
    // Who reads on is slower than the wallet that calls back.
    const paid =
      'until echo "{ payment(id: \\"$PAYMENT\\") { status } }" | ask | grep -q PAID; do sleep 0.1; done\n';
    const tour = await paste(
      `exec > toured; ${before}\n${payments.replace(pay, pay + paid)}\n${after.replace(connect, connect + press)}\n${tokens}`,
    );
    const code = await tour.ended;
    const said = await readFile(path.join(folder, 'toured'), 'utf8');
    expect([code, tour.printed(), said.match(/"code": "\w+"/g)]).toEqual([0, '', ['"code": "NOT_FOUND"']]);
    const steps = [
      '"siplatihStatus": "REGISTERED"',
      '"status": "PAID"',
      '"refundedAmount": 500000',
      '"status": "COMPLETED"',
      '"type":["VerifiableCredential","OpenBadgeCredential"]',
      '"verdict": "VALID"',
      '"externalStatus": "VERIFIED"',
      '"destination": "EUROPASS"',
      'Your LinkedIn is connected',
      '"shareCredentialOnLinkedIn": {\n      "status": "SUCCEEDED"',
      '"status": "REVOKED"',
      '"verdict": "REVOKED"',
      '"permitNumber": "503/417/ILPK/2026"',
      '"syncPermits": {\n      "status": "',
      '"status":"UPLOADED"',
      '"verdict":"GENUINE"',
      '"qrCode": "http',
      '{"data":{"viewer":{"kind":"organisation"',
    ];
    let place = 0;
    for (const step of steps) {
      const found = said.indexOf(step, place);
      if (found < 0) throw new Error(`The tour does not come to ${step} after:\n${said.slice(0, place)}`);
      place = found;
    }
    for (const file of ['sertifikat.pdf', 'izin.pdf'])
      expect((await readFile(path.join(dataDir, file), 'latin1')).slice(0, 4)).toBe('%PDF');
  });

  it('gives who calls a key and a token that are good, and one that is revoked', async () => {
    const guide = await paste(
      await codeOf('docs/authentication.md', 'The commands are', '## The authorisation code'),
    );
    expect([await guide.ended, guide.printed()]).toEqual([0, expect.any(String)]);
    const answers = guide.printed().trim().split('\n');
    const [byKey, rotated, revoked, byToken, sandbox] = answers.map((line) => JSON.parse(line));
    for (const answer of [byKey, rotated, byToken]) expect(answer.data).toHaveLength(1);
    expect([revoked.code, sandbox.token_type]).toEqual(['UNAUTHENTICATED', 'Bearer']);
    const errors = await paste(await codeOf('docs/errors.md', '# Errors', ''));
    await errors.ended;
    expect(JSON.parse(errors.printed())).toMatchObject({
      code: 'VALIDATION_ERROR',
      error: { code: 'VALIDATION_ERROR' },
    });
  });

  /** What a reader does in their browser: opens the address, signs in as a learner of the demo data, agrees. */
  async function signInAt(address: string): Promise<Response> {
    const { people } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const browser = new Browser(hub.url);
    const page = await browser.open(address);
    const consent = await browser.send(page, { ...people.learner, decision: 'sign-in' });
    const back = await browser.send(consent, { decision: 'allow' });
    return fetch(back.url, { headers: { cookie: browser.cookiesFor(back.url) } });
  }
  async function printedBy(running: { printed: () => string }, pattern: RegExp): Promise<string> {
    await eventually(async () => pattern.test(running.printed()), `${pattern} is printed`);
    return pattern.exec(running.printed())?.[0] ?? '';
  }

  it('lets the reader of the README sign in through a browser, and act as who they are', async () => {
    const prepared = await codeOf('README.md', '**1. A way to ask.**', '**2.');
    const step = await paste(`${prepared}\n${await codeOf('README.md', '**15. Sign in', '**16.')}`);
    const address = await printedBy(step, /http:\S+\/oauth\/authorize\S+/);
    expect(await (await signInAt(address)).text()).toContain('close this page');
    expect([await step.ended, step.printed()]).toEqual([0, expect.any(String)]);
    expect(step.printed()).toContain('"name":"Siti Rahmawati","role":"LEARNER","organisation_id":null');
    expect(step.printed()).toMatch(/"viewer":\{"kind":"learner"\},"enrolments":\{"nodes":\[\{"progress":/);
  });

  it('gives who writes an app code that lets people sign in to it', async () => {
    const text = await readFile(path.join(projectRoot, 'docs', 'sign-in.md'), 'utf8');
    const port = String(await claimPort('PORT', '127.0.0.1', 0));
    const code = (/```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
      .replaceAll('http://127.0.0.1:4000', hub.url)
      .replaceAll('3000', port);
    await writeFile(path.join(folder, 'app.mjs'), code);
    const app = await paste(await codeOf('docs/sign-in.md', '## Register the app', '## The app'));
    const address = await printedBy(app, /http:\S+\/login/);
    const begun = await fetch(address, { redirect: 'manual' });
    const cookie = String(begun.headers.get('set-cookie')).split(';')[0] as string;
    const { people } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const browser = new Browser(hub.url);
    const page = await browser.open(String(begun.headers.get('location')));
    const consent = await browser.send(page, { ...people.learner, decision: 'sign-in' });
    const back = await browser.send(consent, { decision: 'allow' });
    const strange = await fetch(back.url.replace('state=', 'state=x'));
    expect([strange.status, await strange.text()]).toEqual([400, 'not begun here']);
    const done = JSON.parse(await (await fetch(back.url, { headers: { cookie } })).text());
    expect(done).toMatchObject({
      me: { name: 'Siti Rahmawati', email: people.learner.email, role: 'LEARNER' },
      expires_in: 600,
    });
    expect(done.enrolments.length).toBeGreaterThan(0);
  });
});
