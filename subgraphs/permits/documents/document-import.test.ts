import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TargetPolicy } from '../../../platform/http-client/guarded-agent.ts';
import type { Data } from '../../../test/subgraph-harness.ts';
import { type DocumentStage, somePdf, startDocuments } from './documents-under-test.ts';

const targets: TargetPolicy = { allowPrivate: 'loopback', ownPorts: [] };

describe('importing the document of a permit', () => {
  let stage: DocumentStage;
  let server: Server;
  let from: string;
  /** What the other server answers, by path, and what it was asked. */
  const answers = new Map<string, RequestListener>();
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const answer = answers.get((request.url ?? '').split('?')[0] as string);
      if (answer) answer(request, response);
      else response.writeHead(404).end('nothing');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    targets.ownPorts = [];
    stage = await startDocuments({ importTargets: targets, importPauses: [10, 10] });
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await stage.close();
  });
  beforeEach(() => {
    asked.length = 0;
  });

  const serve = (path: string, body: Uint8Array | string) =>
    answers.set(path, (_request, response) => void response.end(body));
  const redirect = (path: string, to: string) =>
    answers.set(path, (_request, response) => void response.writeHead(302, { location: to }).end());
  const begin = (input: Record<string, unknown>) =>
    stage.change('importPermitDocument', 'ImportPermitDocumentInput', input);
  /** Begins to import, and waits for how it ends. */
  async function imported(path: string, of: Record<string, unknown> = {}): Promise<Data> {
    const input = { url: `${from}${path}`, ...of };
    if (!('documentId' in input)) Object.assign(input, { registrationId: await stage.givenPermit() });
    const { data, errors } = await begin(input);
    expect(errors).toEqual([]);
    return stage.until(data.importPermitDocument.id, ({ importing }) => !importing);
  }
  async function failures(documentId: string): Promise<unknown[]> {
    const failed = (await stage.events(documentId)).filter(
      ({ type }) => type === 'permit.document_import_failed',
    );
    return failed.map(({ data }) => data);
  }

  it('takes it from where it is, as if it had been uploaded, and over redirects', async () => {
    const pdf = await somePdf('Izin 402');
    serve('/402.pdf', pdf);
    redirect('/moved', '/once%20more');
    redirect('/once%20more', `${from}/402.pdf`);
    for (const path of ['/402.pdf', '/moved']) {
      const document = await imported(path);
      expect(document).toMatchObject({
        status: 'UPLOADED',
        pages: 1,
        importedFrom: `${from}${path}`,
        importProblem: null,
        uploadUrl: null,
        permit: { pdfImported: true },
      });
      expect((await stage.download(document, 'ORIGINAL')).equals(Buffer.from(pdf))).toBe(true);
      expect(await failures(document.id)).toEqual([]);
    }
  });

  it('fills a draft that waits for its PDF', async () => {
    serve('/draft.pdf', await somePdf());
    const { id } = await stage.begin();
    expect(await imported('/draft.pdf', { documentId: id })).toMatchObject({ id, status: 'UPLOADED' });
    const again = await begin({ documentId: id, url: `${from}/draft.pdf` });
    expect(again.codes).toEqual(['CONFLICT']);
  });

  it('asks again when the other side stumbles, and gives up when it does not get up', async () => {
    let times = 0;
    const pdf = await somePdf();
    answers.set('/stumbles', (request, response) => {
      times += 1;
      if (times === 1) request.socket.destroy();
      else if (times === 2) response.writeHead(503).end();
      else response.end(pdf);
    });
    expect(await imported('/stumbles')).toMatchObject({ status: 'UPLOADED' });
    answers.set('/down', (_request, response) => void response.writeHead(503).end());
    const down = await imported('/down');
    expect(down).toMatchObject({ status: 'DRAFT', importProblem: 'The address answers 503.' });
    expect(asked.filter((path) => path === '/down')).toHaveLength(3);
    expect(await failures(down.id)).toHaveLength(1);
  });

  it.each<[string, string, string, () => unknown]>([
    ['is not there', '/nowhere', 'answers 404', () => undefined],
    ['is a web page', '/page', 'is no PDF', () => serve('/page', '<html>Please sign in</html>')],
    [
      'is a zip that says it is a PDF',
      '/zip',
      'is no PDF',
      () =>
        answers.set('/zip', (_request, response) =>
          response.writeHead(200, { 'content-type': 'application/pdf' }).end('PK\x03\x04'),
        ),
    ],
    [
      'runs JavaScript',
      '/script',
      'JavaScript',
      async () => {
        const document = await PDFDocument.create();
        document.addPage();
        document.addJavaScript('x', 'app.alert(1)');
        serve('/script', await document.save());
      },
    ],
    [
      'never ends',
      '/endless',
      'more than 20971520 bytes',
      () =>
        answers.set('/endless', (_request, response) => {
          const part = Buffer.alloc(1024 * 1024, '%PDF-');
          const more = () => {
            while (!response.destroyed && response.write(part));
          };
          response.on('drain', more);
          more();
        }),
    ],
    ['leads in circles', '/circle', 'leads on and on', () => redirect('/circle', '/circle')],
    [
      'leads to an inside address',
      '/inside',
      'not a public address',
      () => redirect('/inside', 'https://169.254.169.254/latest/meta-data'),
    ],
    ['leads out of HTTP', '/file', 'leads elsewhere', () => redirect('/file', 'file:///etc/passwd')],
    ['leads nowhere', '/empty', 'what is no address', () => redirect('/empty', 'https://')],
  ])(
    'keeps nothing of what %s, says why, and lets it be tried again',
    async (_what, path, problem, prepare) => {
      await prepare();
      const before = await stage.kept();
      const document = await imported(path);
      expect(document).toMatchObject({ status: 'DRAFT', files: [], importedFrom: `${from}${path}` });
      expect(document.importProblem).toContain(problem);
      expect(document.uploadUrl).toContain(stage.publicUrl);
      expect(await stage.kept()).toBe(before);
      expect(await failures(document.id)).toEqual([
        expect.objectContaining({ imported_from: `${from}${path}`, problem: document.importProblem }),
      ]);
      serve('/good.pdf', await somePdf());
      expect(await imported('/good.pdf', { documentId: document.id })).toMatchObject({
        status: 'UPLOADED',
        importProblem: null,
      });
    },
  );

  it.each([
    'http://example.org/a.pdf',
    'https://10.0.0.1/a.pdf',
    'https://[::ffff:10.0.0.1]/a.pdf',
    'https://user:password@example.org/a.pdf',
    'https://example.org/a.pdf#page=2',
    'file:///etc/passwd',
    'nonsense',
  ])('is refused at once from %s', async (url) => {
    const registrationId = await stage.givenPermit();
    const { codes, errors } = await begin({ registrationId, url });
    expect(codes).toEqual(['VALIDATION_ERROR']);
    expect(errors[0]?.message).toMatch(/^url: /);
    const { rows } = await stage.hub.pool.query(
      `SELECT 1 FROM permits.permit_documents d JOIN permits.permits p ON p.id = d.permit_id WHERE p.registration_id = $1`,
      [registrationId],
    );
    expect(rows).toEqual([]);
  });

  it('is of one document or of one permit', async () => {
    const url = `${from}/x.pdf`;
    const { id } = await stage.begin();
    expect((await begin({ url })).codes).toEqual(['VALIDATION_ERROR']);
    const registrationId = await stage.givenPermit();
    expect((await begin({ url, documentId: id, registrationId })).codes).toEqual(['VALIDATION_ERROR']);
    expect((await begin({ url, registrationId: 'nowhere' })).codes).toEqual(['NOT_FOUND']);
  });

  it('shows nobody what stands behind the question mark, where a key may be', async () => {
    let release = () => undefined as unknown;
    answers.set('/secret', (_request, response) => {
      release = () => response.writeHead(404).end();
    });
    const url = `${from}/secret?key=geheim`;
    const { data } = await begin({ registrationId: await stage.givenPermit(), url });
    const { id } = data.importPermitDocument;
    await stage.until(id, () => asked.length > 0);
    expect(asked).toEqual(['/secret?key=geheim']);
    const jobs = await stage.hub.pool.query('SELECT payload FROM graphile_worker._private_jobs');
    expect(JSON.stringify(jobs.rows)).not.toContain('geheim');
    release();
    const document = await stage.until(id, ({ importing }) => !importing);
    expect(document.importedFrom).toBe(`${from}/secret`);
    expect(JSON.stringify([document, await failures(id)])).not.toContain('geheim');
  });

  it('leaves what was uploaded in the meantime', async () => {
    let release = () => undefined as unknown;
    const [slow, uploaded] = [await somePdf('slow'), await somePdf('uploaded')];
    answers.set('/slow.pdf', (_request, response) => {
      release = () => response.end(slow);
    });
    const { id, uploadUrl } = await stage.begin();
    await begin({ documentId: id, url: `${from}/slow.pdf` });
    await stage.until(id, () => asked.includes('/slow.pdf'));
    expect((await stage.put(uploadUrl, uploaded)).status).toBe(200);
    release();
    const before = await stage.kept();
    const document = await stage.until(id, ({ importing }) => !importing);
    expect(document).toMatchObject({ status: 'UPLOADED', importedFrom: null });
    expect((await stage.download(document, 'ORIGINAL')).equals(Buffer.from(uploaded))).toBe(true);
    expect(await stage.kept()).toBe(before);
  });
});
