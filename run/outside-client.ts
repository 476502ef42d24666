import { openPool } from '../platform/db/pool.ts';
import { HttpClient } from '../platform/http-client/http-client.ts';
import { ReportedHealth } from '../platform/http-client/reported-health.ts';

/** The client for outside systems, with what it needs to tell the registry of integrations how they are. */
export interface OutsideClient {
  http: HttpClient;
  /** For the stand-ins of sandbox organisations, whose health is nobody's concern. */
  sandboxHttp: HttpClient;
  /** Waits for the calls in flight and for what is still to be told of them. */
  close(): Promise<void>;
}

export function openOutsideClient(databaseUrl: string): OutsideClient {
  const pool = openPool(databaseUrl, 'health', 1);
  const health = new ReportedHealth(pool);
  const http = new HttpClient({ health });
  const sandboxHttp = new HttpClient();
  return {
    http,
    sandboxHttp,
    async close() {
      await http.close();
      await sandboxHttp.close();
      await health.close();
      await pool.end();
    },
  };
}
