import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { readCsv } from './csv.ts';
import { type Columns, type Register, school } from './school.ts';

// A student information system to try sync.ts against, in a file. It exports each of its registers as a CSV file, and
// imports CSV files with the same names that say what another system has. Your own takes its place; nothing in it knows of
// the hub.

const file = process.env.SIS_FILE ?? '.data/sis.sqlite';
const db = new DatabaseSync(file);
db.exec(`
  PRAGMA journal_mode = wal;
  PRAGMA synchronous = full;
  CREATE TABLE IF NOT EXISTS registers (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "of" TEXT NOT NULL,
    columns TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 1) STRICT;
  CREATE TABLE IF NOT EXISTS entries (
    register TEXT NOT NULL REFERENCES registers (name), number INTEGER NOT NULL, columns TEXT NOT NULL,
    PRIMARY KEY (register, number)) STRICT;
  CREATE TABLE IF NOT EXISTS imported (
    register TEXT NOT NULL REFERENCES registers (name), columns TEXT NOT NULL) STRICT;
`);

/** What an entry is known by. */
const keys: Readonly<Record<string, string[]>> = {
  siswa: ['nis'],
  absensi: ['nis', 'kelas', 'tanggal'],
  nilai: ['nis', 'mapel', 'semester'],
};

function registers(): { name: string; kind: string }[] {
  const found = db.prepare('SELECT name, kind, "of", revision FROM registers ORDER BY number').all();
  return found as { name: string; kind: string }[];
}

function inTransaction(work: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

function fill(registers: readonly Register[]): void {
  const addRegister = db.prepare('INSERT INTO registers (name, kind, "of", columns) VALUES (?, ?, ?, ?)');
  const addEntry = db.prepare('INSERT INTO entries VALUES (?, ?, ?)');
  for (const { name, kind, of, columns, entries } of registers) {
    addRegister.run(name, kind, of, JSON.stringify(columns));
    for (const [index, entry] of entries.entries()) addEntry.run(name, index + 2, JSON.stringify(entry));
  }
}

function headingOf(register: string): string[] | undefined {
  const found = db.prepare('SELECT columns FROM registers WHERE name = ?').get(register);
  return found && JSON.parse(String(found.columns));
}

function rowsIn(table: 'entries' | 'imported', register: string): Columns[] {
  const found = db.prepare(`SELECT columns FROM ${table} WHERE register = ? ORDER BY rowid`).all(register);
  return found.map(({ columns }) => JSON.parse(String(columns)));
}

/** The register as a CSV file; as many a system does, it forgets that a value may have a comma or a quotation mark. */
function exported(register: string): string | undefined {
  const heading = headingOf(register);
  const lines = rowsIn('entries', register).map((entry) => heading?.map((column) => entry[column]).join(','));
  return heading && [heading.join(','), ...lines, ''].join('\r\n');
}

/** What another system has of the register, instead of what it had before. */
function imported(register: string, csv: string): object | undefined {
  if (!headingOf(register)) return undefined;
  const { rows } = readCsv(csv, []);
  inTransaction(() => {
    db.prepare('DELETE FROM imported WHERE register = ?').run(register);
    const add = db.prepare('INSERT INTO imported VALUES (?, ?)');
    for (const { columns } of rows) add.run(register, JSON.stringify(columns));
  });
  return { rows: rows.length };
}

/** Somebody corrects the entry that is in a line of the exported file. */
function corrected(register: string, line: string, changes: Columns): object | undefined {
  const entry = db.prepare('SELECT columns FROM entries WHERE register = ? AND number = ?');
  const found = entry.get(register, Number(line));
  if (!found) return undefined;
  const columns = { ...JSON.parse(String(found.columns)), ...changes };
  inTransaction(() => {
    const change = db.prepare('UPDATE entries SET columns = ? WHERE register = ? AND number = ?');
    change.run(JSON.stringify(columns), register, Number(line));
    db.prepare('UPDATE registers SET revision = revision + 1 WHERE name = ?').run(register);
  });
  return columns;
}

/** The registers beside what was imported: how many entries the other system has alike, and what else it has. */
function comparison(): object[] {
  return registers().flatMap(({ name, kind }) => {
    const key = keys[kind];
    if (!key) return [];
    const keyOf = (columns: Columns) => JSON.stringify(key.map((column) => columns[column]));
    const theirs = rowsIn('imported', name);
    const known = new Map(theirs.map((columns) => [keyOf(columns), columns]));
    const own = rowsIn('entries', name);
    const ownKeys = new Set(own.map(keyOf));
    const count = { same: 0, different: 0, missing: 0 };
    for (const entry of own) {
      const found = known.get(keyOf(entry));
      const isSame = found && Object.entries(found).every(([column, value]) => value === told(entry, column));
      count[found ? (isSame ? 'same' : 'different') : 'missing'] += 1;
    }
    const unknown = [...known.keys()].filter((each) => !ownKeys.has(each)).length;
    return [{ name, ...count, doubled: theirs.length - known.size, unknown }];
  });
}

/** What another system can know of a value: not why a pupil was absent. */
function told(entry: Columns, column: string): string | undefined {
  const value = entry[column];
  return column === 'status' && (value === 'S' || value === 'I') ? 'A' : value;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}

function answer(method = '', path: string[], body: string): string | object | undefined {
  const [what, register = '', line] = path;
  const asked = [method, what, ...path.slice(1).map(() => ':')].join(' ');
  if (asked === 'GET exports') return registers();
  if (asked === 'GET exports :') return exported(register);
  if (asked === 'PUT exports : :') return corrected(register, line ?? '', JSON.parse(body));
  if (asked === 'PUT imports :') return imported(register, body);
  if (asked === 'GET comparison') return comparison();
  return undefined;
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://sis');
  try {
    const path = pathname.slice(1).split('/').map(decodeURIComponent);
    const answered = answer(request.method, path, await bodyOf(request));
    if (answered === undefined) return response.writeHead(404).end();
    const isText = typeof answered === 'string';
    response.writeHead(200, { 'content-type': isText ? 'text/csv; charset=utf-8' : 'application/json' });
    return response.end(isText ? answered : JSON.stringify(answered));
  } catch (error) {
    return response.writeHead(400).end(String(error));
  }
});

if (registers().length === 0) inTransaction(() => fill(school(Number(process.env.PUPILS ?? 2100))));

server.listen(Number(process.env.PORT ?? 4130), '127.0.0.1', () => {
  console.log(`SIS at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
