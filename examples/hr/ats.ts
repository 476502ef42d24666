import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

// An applicant tracking system to try sync.ts against: vacancies, candidates, and the phases that they pass, in a
// file. Your own takes its place; nothing in it knows of the hub. It refuses no double, so that one would be seen.

const db = new DatabaseSync(process.env.ATS_FILE ?? '.data/ats.sqlite');
db.exec(`
  PRAGMA journal_mode = wal;
  PRAGMA synchronous = full;
  CREATE TABLE IF NOT EXISTS vacancies (
    number TEXT PRIMARY KEY, position TEXT NOT NULL, contract TEXT NOT NULL, about TEXT NOT NULL,
    skills TEXT NOT NULL, education TEXT, city TEXT NOT NULL, closed INTEGER NOT NULL,
    revision INTEGER NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS candidates (
    id INTEGER PRIMARY KEY AUTOINCREMENT, vacancy TEXT NOT NULL REFERENCES vacancies, name TEXT NOT NULL,
    email TEXT NOT NULL, cv TEXT, source TEXT, phase TEXT NOT NULL DEFAULT 'new') STRICT;
  CREATE TABLE IF NOT EXISTS moves (
    number INTEGER PRIMARY KEY AUTOINCREMENT, candidate INTEGER NOT NULL REFERENCES candidates,
    phase TEXT NOT NULL, remark TEXT) STRICT;
`);

type Body = Record<string, string | boolean | string[] | null>;

/** `METHOD /path`, of which `:id` is any one part, and what it answers. */
const endpoints: [string, (id: string, query: URLSearchParams, body: Body) => object | undefined][] = [
  [
    // Vacancies that were entered or changed since `after`, a revision.
    'GET /vacancies',
    (_, query) =>
      db
        .prepare('SELECT * FROM vacancies WHERE revision > ? ORDER BY revision')
        .all(Number(query.get('after') ?? 0))
        .map((vacancy) => ({
          ...vacancy,
          skills: JSON.parse(String(vacancy.skills)),
          closed: vacancy.closed === 1,
        })),
  ],
  [
    'PUT /vacancies/:id',
    (
      number,
      _,
      { position = '', contract = '', about = '', skills = [], education = null, city = '', closed },
    ) => {
      db.prepare(`
        INSERT INTO vacancies
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(revision), 0) + 1 FROM vacancies))
        ON CONFLICT (number) DO UPDATE SET (position, contract, about, skills, education, city, closed, revision) =
          (excluded.position, excluded.contract, excluded.about, excluded.skills, excluded.education,
            excluded.city, excluded.closed, excluded.revision)
      `).run(
        number,
        String(position),
        String(contract),
        String(about),
        JSON.stringify(skills),
        education === null ? null : String(education),
        String(city),
        closed === true ? 1 : 0,
      );
      return { number };
    },
  ],
  [
    // Of who came from `source`, or all.
    'GET /candidates',
    (_, query) =>
      db
        .prepare('SELECT * FROM candidates WHERE ?1 IS NULL OR source = ?1 ORDER BY id')
        .all(query.get('source')),
  ],
  [
    // `source` is the number that whoever sends the candidate has for them.
    'POST /candidates',
    (_, __, { vacancy = '', name = '', email = '', cv = null, source = null }) => {
      if (!db.prepare('SELECT 1 FROM vacancies WHERE number = ?').get(String(vacancy))) return undefined;
      return db
        .prepare(
          'INSERT INTO candidates (vacancy, name, email, cv, source) VALUES (?, ?, ?, ?, ?) RETURNING *',
        )
        .get(
          String(vacancy),
          String(name),
          String(email),
          cv === null ? null : String(cv),
          source === null ? null : String(source),
        );
    },
  ],
  [
    // What became of candidates since `after`, a number.
    'GET /moves',
    (_, query) =>
      db
        .prepare(`
          SELECT moves.*, candidates.source FROM moves JOIN candidates ON candidates.id = moves.candidate
          WHERE number > ? ORDER BY number
        `)
        .all(Number(query.get('after') ?? 0)),
  ],
  [
    // new, screen, interview, offering, hired, declined or withdrawn.
    'POST /candidates/:id/moves',
    (id, _, { phase = '', remark = null }) => {
      const moved = db
        .prepare('UPDATE candidates SET phase = ? WHERE id = ? RETURNING id')
        .get(String(phase), id);
      if (!moved) return undefined;
      const insert = db.prepare(
        'INSERT INTO moves (candidate, phase, remark) VALUES (?, ?, ?) RETURNING number',
      );
      return insert.get(id, String(phase), remark === null ? null : String(remark));
    },
  ],
];

async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text === '' ? {} : JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://ats');
  const asked = `${request.method} ${url.pathname}`;
  try {
    const body = await bodyOf(request);
    for (const [endpoint, answer] of endpoints) {
      const found = new RegExp(`^${endpoint.replace(':id', '([^/]+)')}$`).exec(asked);
      if (!found) continue;
      const answered = answer(decodeURIComponent(found[1] ?? ''), url.searchParams, body);
      if (!answered) break;
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
    }
    return response.writeHead(404).end();
  } catch (error) {
    return response.writeHead(400).end(String(error));
  }
});

if (!db.prepare('SELECT 1 FROM vacancies').get()) {
  const write = db.prepare('INSERT INTO vacancies VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)');
  const vacancies: [string, string, string, string, string[], string | null, string][] = [
    [
      'ATS-JOB-123',
      'Software Engineer',
      'permanent',
      'Merancang, membangun, dan menjalankan layanan web bersama lima orang.',
      ['JavaScript', 'React', 'Node.js'],
      'college',
      'Jakarta Selatan',
    ],
    ['ATS-JOB-124', 'Juru Las Kapal', 'permanent', 'Mengelas pelat lambung.', ['SMAW', 'K3'], null, 'Batam'],
    ['ATS-JOB-125', 'Barista', 'permanent', 'Di kedai di Berastagi.', ['Barista'], null, 'Karo'],
    ['ATS-INTERN-8', 'Magang Admin', 'intern', 'Enam bulan di kantor.', ['Spreadsheet'], 'college', 'Medan'],
  ];
  for (const [index, [number, position, contract, about, skills, education, city]] of vacancies.entries())
    write.run(number, position, contract, about, JSON.stringify(skills), education, city, index + 1);
}

server.listen(Number(process.env.PORT ?? 4120), '127.0.0.1', () => {
  console.log(`ATS at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
