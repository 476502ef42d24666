import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { type Client, type DeliveredEvent, expressHandler } from '../../sdk/src/index.ts'; // Yours: '@skills-hub/sdk'
import type { Place } from '../place.ts';

/** What the program has to know of its webhook: the secret is shown once. */
export interface Registered {
  webhook: { id: string; secret: string } | null;
}

/** Events about applications that have come, each once. */
export class Inbox {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`
      PRAGMA journal_mode = wal;
      PRAGMA synchronous = full;
      CREATE TABLE IF NOT EXISTS events (
        id TEXT PRIMARY KEY, application TEXT NOT NULL, at TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0) STRICT;
    `);
  }

  /** It is on the disk when this returns. */
  keep({ id, data, timestamp }: DeliveredEvent): void {
    const { application_id } = data as { application_id: string };
    const insert = this.#db.prepare(
      'INSERT INTO events (id, application, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    const { changes } = insert.run(id, application_id, timestamp);
    console.log(changes === 0 ? `Event ${id} came again` : `Event ${id} has come`);
  }

  /** What is still to be worked on, as it came. */
  waiting(): { id: string; application: string }[] {
    const rows = this.#db.prepare('SELECT id, application FROM events WHERE done = 0 ORDER BY rowid').all();
    return rows.map(({ id, application }) => ({ id: String(id), application: String(application) }));
  }

  done(id: string): void {
    this.#db.prepare('UPDATE events SET done = 1 WHERE id = ?').run(id);
  }

  /** When the latest happened; null when none has come yet. */
  latest(): Date | null {
    const at = this.#db.prepare('SELECT max(at) AS at FROM events').get()?.at;
    return typeof at === 'string' ? new Date(at) : null;
  }
}

/** The webhook that leads to `url`. Where its secret was not kept it gets another one. */
export async function webhookAt(
  url: string,
  client: Client,
  place: Place<Registered>,
): Promise<{ id: string; secret: string }> {
  const kept = place.state.webhook;
  for await (const known of client.webhooks.list()) {
    if (known.url !== url) continue;
    if (kept?.id === known.id) return kept;
    const path = `/v1/webhooks/${known.id}/rotate-secret`;
    return keep(place, await client.rest.post<'rotateWebhookSecret'>(path, { overlap_hours: 0 }));
  }
  const created = await client.webhooks.create({
    name: 'ATS',
    url,
    events: ['application.submitted', 'application.stage.changed'],
    // Not the stages that the ATS itself has told.
    filter: 'type = "application.submitted" or data.new_stage = "withdrawn"',
  });
  return keep(place, created);
}

function keep(place: Place<Registered>, { id, secret }: { id: string; secret: string }) {
  place.keep({ webhook: { id, secret } });
  return { id, secret };
}

/** Takes what the hub delivers: 200 when it is in the inbox, 401 for nobody else's, 500 to have it come again. */
export function listen(port: number, secret: string, inbox: Inbox): void {
  const handle = expressHandler(secret, (event) => inbox.keep(event));
  createServer((request, response) => void handle(request, response)).listen(port, '127.0.0.1');
}

/** Has the hub send what it could not deliver while nobody listened; the first time, what happened before. */
export async function catchUp(webhookId: string, client: Client, inbox: Inbox): Promise<void> {
  const dayMs = 86_400_000;
  const latest = inbox.latest();
  // A day more, for what comes late; what has come already is not sent again.
  const since = new Date(latest ? latest.getTime() - dayMs : Date.now() - 30 * dayMs);
  await client.rest.post<'resumeWebhook'>(`/v1/webhooks/${webhookId}/resume`, undefined);
  const recover =
    'mutation($id: ID!, $since: DateTime!) { recoverWebhook(input: { id: $id, since: $since }) { id } }';
  await client.graphql(recover, { id: webhookId, since: since.toISOString() });
}
