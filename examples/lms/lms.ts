import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

// A learning management system to try sync.ts against: courses, who learns in them, how far they are, and what
// certificate they got, in a file. Your own takes its place; nothing in it knows of the hub.

const file = process.env.LMS_FILE ?? '.data/lms.sqlite';
const db = new DatabaseSync(file);
db.exec(`
  PRAGMA journal_mode = wal;
  PRAGMA synchronous = full;
  CREATE TABLE IF NOT EXISTS courses (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, summary TEXT NOT NULL, hours INTEGER NOT NULL,
    outcomes TEXT NOT NULL, revision INTEGER NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS learners (
    course TEXT NOT NULL REFERENCES courses, learner TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,
    PRIMARY KEY (course, learner)) STRICT;
  CREATE TABLE IF NOT EXISTS progress (
    number INTEGER PRIMARY KEY AUTOINCREMENT, course TEXT NOT NULL, learner TEXT NOT NULL,
    percent INTEGER NOT NULL, at TEXT NOT NULL, score REAL,
    FOREIGN KEY (course, learner) REFERENCES learners) STRICT;
  CREATE TABLE IF NOT EXISTS certificates (
    reference TEXT PRIMARY KEY, course TEXT NOT NULL, learner TEXT NOT NULL, url TEXT,
    FOREIGN KEY (course, learner) REFERENCES learners) STRICT;
`);

type Body = Record<string, string | number | string[] | null>;

/** `METHOD /path`, of which `:id` is any one part, and what it answers. */
const endpoints: [string, (parts: string[], query: URLSearchParams, body: Body) => object | undefined][] = [
  [
    // Courses that were written or changed since `after`, a revision.
    'GET /courses',
    (_, query) =>
      db
        .prepare('SELECT * FROM courses WHERE revision > ? ORDER BY revision')
        .all(after(query))
        .map((course) => ({ ...course, outcomes: JSON.parse(String(course.outcomes)) })),
  ],
  [
    'PUT /courses/:id',
    ([id = ''], _, { name = '', summary = '', hours = 0, outcomes = [] }) => {
      db.prepare(`
        INSERT INTO courses VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM courses))
        ON CONFLICT (id) DO UPDATE SET (name, summary, hours, outcomes, revision) =
          (excluded.name, excluded.summary, excluded.hours, excluded.outcomes, excluded.revision)
      `).run(id, String(name), String(summary), Number(hours), JSON.stringify(outcomes));
      return { id };
    },
  ],
  ['GET /learners', () => db.prepare('SELECT * FROM learners ORDER BY course, name').all()],
  [
    'PUT /courses/:id/learners/:id',
    ([course = '', learner = ''], _, { name = '', email = '' }) => {
      if (!db.prepare('SELECT 1 FROM courses WHERE id = ?').get(course)) return undefined;
      db.prepare('INSERT INTO learners VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
        course,
        learner,
        String(name),
        String(email),
      );
      return { course, learner };
    },
  ],
  [
    // What learners did since `after`, a number.
    'GET /progress',
    (_, query) => db.prepare('SELECT * FROM progress WHERE number > ? ORDER BY number').all(after(query)),
  ],
  [
    // A learner gets further; with a score, they have passed.
    'POST /progress',
    (_, __, { course = '', learner = '', percent = 0, score = null }) => {
      const { lastInsertRowid } = db
        .prepare('INSERT INTO progress (course, learner, percent, at, score) VALUES (?, ?, ?, ?, ?)')
        .run(
          String(course),
          String(learner),
          Number(percent),
          new Date().toISOString(),
          score === null ? null : Number(score),
        );
      return { number: Number(lastInsertRowid) };
    },
  ],
  ['GET /certificates', () => db.prepare('SELECT * FROM certificates ORDER BY reference').all()],
  [
    // `reference` is of whoever sends it; the same one again changes nothing.
    'PUT /certificates/:id',
    ([reference = ''], _, { course = '', learner = '', url = null }) => {
      const learns = db.prepare('SELECT 1 FROM learners WHERE course = ? AND learner = ?');
      if (!learns.get(String(course), String(learner))) return undefined;
      db.prepare('INSERT INTO certificates VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
        reference,
        String(course),
        String(learner),
        url === null ? null : String(url),
      );
      return { reference };
    },
  ],
];

function after(query: URLSearchParams): number {
  return Number(query.get('after') ?? 0);
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text === '' ? {} : JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://lms');
  const asked = `${request.method} ${url.pathname}`;
  try {
    const body = await bodyOf(request);
    for (const [endpoint, answer] of endpoints) {
      const found = new RegExp(`^${endpoint.replaceAll(':id', '([^/]+)')}$`).exec(asked);
      if (!found) continue;
      const answered = answer(found.slice(1).map(decodeURIComponent), url.searchParams, body);
      if (!answered) break;
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
    }
    return response.writeHead(404).end();
  } catch (error) {
    return response.writeHead(400).end(String(error));
  }
});

if (!db.prepare('SELECT 1 FROM courses').get()) {
  const write = db.prepare('INSERT INTO courses VALUES (?, ?, ?, ?, ?, ?)');
  const courses: [string, string, string, number, string[]][] = [
    ['LAS-1', 'Pengelasan SMAW Dasar', 'Mengelas pelat baja karbon posisi 1F dan 2F.', 40, ['SMAW', 'K3']],
    ['LAS-2', 'Pengelasan GTAW', 'Mengelas pipa baja tahan karat.', 60, ['GTAW', 'K3']],
    ['BOGA-1', 'Tata Boga Nusantara', 'Masakan daerah dan kebersihan dapur.', 32, ['Memasak', 'HACCP']],
    ['WEB-1', 'Pengembangan Web', 'Dari HTML hingga layanan yang berjalan.', 80, ['HTML', 'TypeScript']],
    ['JAHIT-1', 'Menjahit Busana', 'Membuat pola dan menjahit kemeja.', 48, ['Pola', 'Menjahit']],
  ];
  for (const [index, [id, name, summary, hours, outcomes]] of courses.entries())
    write.run(id, name, summary, hours, JSON.stringify(outcomes), index + 1);
}

server.listen(Number(process.env.PORT ?? 4110), '127.0.0.1', () => {
  console.log(`LMS at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
