import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { fastify } from 'fastify';
import { serveProblems } from '../../../gateway/problem.ts';
import { createBsre } from '../../../integrations/document-signer/bsre/bsre.ts';
import { bsreSandboxPeople } from '../../../integrations/document-signer/bsre/sandbox.ts';
import type { DocumentSigner } from '../../../integrations/document-signer/port.ts';
import { createSandbox, sandboxConfiguration } from '../../../integrations/sandbox.ts';
import { FolderFileStore } from '../../../integrations/storage/folder/folder.ts';
import type { FileStore } from '../../../integrations/storage/port.ts';
import type { Subgraph } from '../../../platform/federation/subgraph.ts';
import type { TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import { HttpClient } from '../../../platform/http-client/http-client.ts';
import { type RecordedEvent, recordedEvents } from '../../../test/recorded-events.ts';
import {
  type Answer,
  type Data,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../../test/subgraph-harness.ts';
import type { PermitMirror } from '../mirror/permit-mirror.service.ts';
import { PermitStatus } from '../permits/permit.ts';
import { permitsAlone } from '../permits-under-test.ts';
import type { PermitsParts } from '../subgraph.ts';

const fields = `id status pages signatureUnknown attention reason signerName signedAt verifiedAt qrCode
  uploadUrl importing importedFrom importProblem timesChecked files { version size sha256 downloadUrl } permit { registrationId pdfImported pdfSigned qrCode }`;
const patienceMs = 90_000;

/** Permits with storage, a signing service and everything that is served around them. */
export interface DocumentStage {
  hub: SubgraphHarness;
  /** How long the hub waits for the signing service, in milliseconds. */
  patience: { signMs: number };
  publicUrl: string;
  mirror: PermitMirror;
  /** The one who can sign. */
  signer: { email: string; passphrase: string };
  /** Registration id of a new permit that is issued. */
  givenPermit(): Promise<string>;
  /** Runs a mutation of documents as the operator. */
  change(name: string, inputType: string, input: Record<string, unknown>): Promise<Answer>;
  begin(registrationId?: string): Promise<Data>;
  /** A document whose PDF was uploaded. */
  givenUploaded(registrationId?: string): Promise<Data>;
  /** Sends a body to an address of the hub. */
  put(url: string, body: Uint8Array, type?: string): Promise<{ status: number; json: Data }>;
  sign(documentId: string, change?: Record<string, unknown>): Promise<Answer>;
  /** Says that it was found out that a document was not signed. */
  resolve(documentId: string): Promise<Answer>;
  /** What was told of a document. */
  events(documentId: string): Promise<RecordedEvent[]>;
  read(id: string): Promise<Data>;
  until(id: string, done: (document: Data) => boolean): Promise<Data>;
  download(document: Data, version: string): Promise<Buffer>;
  /** Scripts the signing service, or asks its stand-in. */
  control(what: string, body?: Record<string, unknown>): Promise<Data>;
  /** How many files are kept. */
  kept(): Promise<number>;
  /** Stops the signing service. */
  withoutService(): Promise<void>;
  close(): Promise<void>;
}

/** A PDF of one page. */
export async function somePdf(text = 'Izin'): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage().drawText(text);
  return document.save();
}

export async function startDocuments(
  options: {
    wrapStore?: (store: FileStore) => FileStore;
    wrapSigner?: (signer: DocumentSigner) => DocumentSigner;
    lostAfterMs?: number;
    importTargets?: TargetPolicy;
    importPauses?: number[];
  } = {},
): Promise<DocumentStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'documents-'));
  const secret = (name: string) => `secret-of-${name}`;
  const sandbox = createSandbox({ configuration: sandboxConfiguration(secret, '') });
  const sandboxUrl = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  const http = new HttpClient();
  const patience = { signMs: 60_000, verifyMs: 60_000, statusMs: 60_000 };
  const app = fastify({ forceCloseConnections: true });
  serveProblems(app);
  // Its address is known before the routes are: listening comes last.
  let publicUrl = '';
  const server = fastify({ forceCloseConnections: true });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  await server.close();
  publicUrl = `http://127.0.0.1:${port}`;
  const store = new FolderFileStore(folder);
  const bsre = createBsre(sandboxConfiguration(secret, sandboxUrl), http, patience) as DocumentSigner;
  const hub = await startSubgraphs([
    permitsAlone({
      documents: {
        files: options.wrapStore?.(store) ?? store,
        signer: options.wrapSigner?.(bsre) ?? bsre,
        publicUrl,
        lostAfterMs: options.lostAfterMs,
        importTargets: options.importTargets,
        importPauses: options.importPauses,
      },
    }),
  ]);
  const [subgraph] = hub.subgraphs as [Subgraph<PermitsParts>];
  await app.register(async (scope) => subgraph.routes(scope));
  await app.listen({ host: '127.0.0.1', port });
  const { mirror } = subgraph.parts;
  const { email, passphrase } = bsreSandboxPeople[0];
  let permits = 0;
  let running = true;

  const stage: DocumentStage = {
    hub,
    patience,
    publicUrl,
    mirror,
    signer: { email, passphrase },
    async givenPermit() {
      permits += 1;
      const registrationId = `R-${permits}`;
      await mirror.upsertPermits([
        {
          registrationId,
          applicantName: 'LPK <b>Maju</b>',
          permitTypeName: 'Izin Lembaga Pelatihan Kerja',
          permitNumber: `503/${permits}/ILPK`,
          receivedOn: '2026-01-15',
          status: PermitStatus.ISSUED,
          rawStatus: 'TERBIT',
        },
      ]);
      return registrationId;
    },
    change(name, inputType, input) {
      const mutation = `mutation($input: ${inputType}!) { ${name}(input: $input) { ${fields} } }`;
      return hub.call('permits', platformPrincipal(), mutation, { input });
    },
    async begin(registrationId) {
      const of = registrationId ?? (await stage.givenPermit());
      const begun = await stage.change('createPermitDocument', 'CreatePermitDocumentInput', {
        registrationId: of,
      });
      if (begun.errors.length > 0) throw new Error(begun.errors[0]?.message);
      return begun.data.createPermitDocument;
    },
    async givenUploaded(registrationId) {
      const begun = await stage.begin(registrationId);
      const { status, json } = await stage.put(begun.uploadUrl, await somePdf(begun.id));
      if (status !== 200) throw new Error(JSON.stringify(json));
      return stage.read(begun.id);
    },
    async put(url, body, type = 'application/pdf') {
      const response = await fetch(url, {
        method: 'PUT',
        headers: { 'content-type': type },
        body: Buffer.from(body),
      });
      return { status: response.status, json: await response.json() };
    },
    sign(documentId, change = {}) {
      const input = { documentId, email, passphrase, ...change };
      return stage.change('signPermitDocument', 'SignPermitDocumentInput', input);
    },
    resolve(documentId) {
      const reason = 'Asked BSrE: nothing was signed';
      const input = { documentId, resolution: 'NOT_SIGNED', reason };
      return stage.change('resolvePermitSignature', 'ResolvePermitSignatureInput', input);
    },
    async events(documentId) {
      return (await recordedEvents(hub)).filter(({ data }) => data.document_id === documentId);
    },
    async read(id) {
      const query = `query($id: ID!) { permitDocument(id: $id) { ${fields} } }`;
      return (await hub.call('permits', platformPrincipal(), query, { id })).data.permitDocument;
    },
    async until(id, done) {
      const deadline = Date.now() + patienceMs;
      for (;;) {
        const document = await stage.read(id);
        if (done(document)) return document;
        if (Date.now() > deadline) throw new Error(`Waited in vain: ${JSON.stringify(document, null, 1)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async download(document, version) {
      const file = document.files.find((one: Data) => one.version === version);
      const response = await fetch(file.downloadUrl);
      if (!response.ok) throw new Error(await response.text());
      return Buffer.from(await response.arrayBuffer());
    },
    async control(what, body) {
      const response = await fetch(`${sandboxUrl}/bsre/_control/${what}`, {
        method: body ? 'POST' : 'GET',
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    async kept() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    async withoutService() {
      running = false;
      await sandbox.close();
    },
    async close() {
      if (running) await sandbox.close();
      await app.close();
      await hub.close();
      await http.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stage;
}
