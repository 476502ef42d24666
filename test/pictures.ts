import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { chromium } from 'playwright-core';
import { projectRoot } from '../platform/project-root.ts';
import { ask, eventually } from './graph-request.ts';
import { killLeftHubs, startHub } from './hub-process.ts';
import { palettePng } from './palette-png.ts';
import { newLearner } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';

// Takes the pictures of the public pages that stand in docs/pictures, from a hub with demo data (npm run pictures).

const publicUrl = 'https://hub.example.org';
const phone = { width: 360, height: 320 };
const desktop = { width: 860, height: 320 };

const achievement = {
  name: { indonesian: 'Pengembang Web Junior', english: 'Junior Web Developer' },
  description: {
    indonesian: 'Mampu membangun halaman web yang mudah diakses dan menghubungkannya dengan layanan.',
    english: 'Can build accessible web pages and connect them to services.',
  },
  criteria: {
    indonesian: 'Menyelesaikan 160 jam pelatihan dan lulus uji praktik.',
    english: 'Complete 160 hours of training and pass a practical test.',
  },
  skkniCode: 'SKKNI-IT-2023-001',
  aqrfLevel: 3,
  learningOutcomes: [
    { type: 'KNOWLEDGE', description: 'HTML, CSS' },
    { type: 'SKILL', description: 'JavaScript' },
  ],
};

type Mutate = (name: string, type: string, input: object, selection?: string) => Promise<Data>;

/** A credential that holds, one that was revoked, and who issued them for what. */
async function givenCredentials(read: (query: string) => Promise<Data>, mutate: Mutate) {
  const { programs } = await read('{ programs(first: 1) { nodes { id organisation { id } } } }');
  const [{ id: programId, organisation }] = programs.nodes;
  const attested = await mutate('createAchievement', 'CreateAchievementInput', achievement);
  const issue = async (certificateNumber: string) => {
    const student = { ...newLearner(), name: 'Putri Marpaung' };
    const { id: studentId } = await mutate('createStudent', 'CreateStudentInput', student);
    const enrolment = await mutate('enrolStudent', 'EnrolStudentInput', { programId, studentId });
    const completion = { enrolmentId: enrolment.id, finalScore: 91.5, certificateNumber };
    await mutate('completeEnrolment', 'CompleteEnrolmentInput', completion);
    const input = { enrolmentId: enrolment.id, achievementId: attested.id, holderNameDisplay: 'FULL' };
    const { id } = await mutate('issueCredential', 'IssueCredentialInput', input);
    return id as string;
  };
  const valid = await issue('CDN-2026-0117');
  const revoked = await issue('CDN-2026-0118');
  await mutate('revokeCredential', 'RevokeCredentialInput', { id: revoked, reason: 'Nilai keliru' });
  return { valid, revoked, issuer: organisation.id as string, achievement: attested.id as string };
}

/** The page of a permit's document that is signed, and was found valid. */
async function givenDocument(url: string, read: (query: string) => Promise<Data>, mutate: Mutate) {
  const begun = await mutate(
    'createPermitDocument',
    'CreatePermitDocumentInput',
    { registrationId: '2026/IL/000417' },
    '{ id uploadUrl }',
  );
  const pdf = await PDFDocument.create();
  pdf.addPage().drawText('Izin Lembaga Pelatihan Kerja');
  const uploaded = await fetch(begun.uploadUrl.replace(publicUrl, url), {
    method: 'PUT',
    headers: { 'content-type': 'application/pdf' },
    body: Buffer.from(await pdf.save()),
  });
  if (!uploaded.ok) throw new Error(`The PDF was not taken: ${await uploaded.text()}`);
  await mutate('signPermitDocument', 'SignPermitDocumentInput', {
    documentId: begun.id,
    email: 'kepala.dinas@example.go.id',
    passphrase: 'Rahasia-1945',
  });
  return eventually(async () => {
    const { permitDocument } = await read(`{ permitDocument(id: "${begun.id}") { status qrCode } }`);
    return permitDocument.status === 'VERIFIED' && new URL(permitDocument.qrCode).pathname;
  }, 'the signature is verified');
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'hub-pictures-'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const hub = await startHub(dataDir, { PUBLIC_URL: publicUrl });
  try {
    const { apiKeys } = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8'));
    const readAs = (key: string) => (query: string) => ask(`${hub.url}/graphql`, key, query);
    const mutateAs =
      (key: string): Mutate =>
      async (name, type, input, selection = '{ id }') => {
        const mutation = `mutation($input: ${type}!) { ${name}(input: $input) ${selection} }`;
        return (await ask(`${hub.url}/graphql`, key, mutation, { input }))[name];
      };
    const { institution, admin } = apiKeys;
    const shown = await givenCredentials(readAs(institution), mutateAs(institution));
    const document = await givenDocument(hub.url, readAs(admin), mutateAs(admin));
    const pictures = [
      ['credential-id', phone, `/credentials/badges/${shown.valid}?lang=id`],
      ['credential-en', desktop, `/credentials/badges/${shown.valid}?lang=en`],
      ['issuer-id', phone, `/issuers/${shown.issuer}?lang=id`],
      ['achievement-en', phone, `/achievements/${shown.achievement}?lang=en`],
      ['verify-valid-en', desktop, `/verify?id=${shown.valid}&lang=en`],
      ['verify-revoked-id', phone, `/verify?id=${shown.revoked}&lang=id`],
      ['permit-document-id', phone, `${document}?lang=id`],
      ['permit-document-en', desktop, `${document}?lang=en`],
    ] as const;
    for (const [name, viewport, address] of pictures) {
      const page = await browser.newPage({ viewport });
      const answer = await page.goto(hub.url + address);
      if (!answer?.ok()) throw new Error(`${address} answers ${answer?.status()}.`);
      const file = path.join(projectRoot, 'docs', 'pictures', `${name}.png`);
      await writeFile(file, palettePng(await page.screenshot({ fullPage: true })));
      await page.close();
    }
  } finally {
    hub.kill('SIGTERM');
    await hub.ended;
  }
} finally {
  await browser.close();
  killLeftHubs();
  await rm(dataDir, { recursive: true });
}
