import pg from 'pg';
import { request } from 'undici';

// A mirror in the fewest lines: each page is fetched and written with one statement.

const { DATABASE_URL, SICANTIK_API_URL } = process.env;
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
await client.query('CREATE TABLE plain (id text PRIMARY KEY, permit jsonb NOT NULL)');
let mirrored = 0;
const began = performance.now();
for (const list of ['listpermohonanproses', 'listpermohonanterbit']) {
  for (let offset = 0; ; offset += 100) {
    const { body } = await request(`${SICANTIK_API_URL}/${list}?limit=100&offset=${offset}`);
    const page = (await body.json()) as unknown[];
    if (page.length === 0) break;
    await client.query(
      `INSERT INTO plain SELECT permit ->> 'pendaftaran_id', permit FROM jsonb_array_elements($1::jsonb) AS permit
       ON CONFLICT (id) DO UPDATE SET permit = excluded.permit`,
      [JSON.stringify(page)],
    );
    mirrored += page.length;
  }
}
console.log(`mirrored ${(mirrored / ((performance.now() - began) / 1000)).toFixed(1)} a second`);
await client.end();
