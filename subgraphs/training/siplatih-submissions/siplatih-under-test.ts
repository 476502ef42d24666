import { fastify } from 'fastify';
import type { Siplatih, SiplatihCompletion, SiplatihProgram } from '../../../integrations/siplatih/port.ts';
import { mountSiplatih } from '../../../integrations/siplatih/sandbox.ts';
import { createSiplatih } from '../../../integrations/siplatih/siplatih.ts';
import { HttpClient } from '../../../platform/http-client/http-client.ts';

/** The ministry's stand-in over HTTP, the port to it, and all that the port was asked to send. */
export interface SiplatihUnderTest {
  siplatih: Siplatih;
  programs: SiplatihProgram[];
  completions: SiplatihCompletion[];
  /** Scripts a fault of the stand-in. */
  fault(fault: Record<string, unknown>): Promise<void>;
  control(method: 'GET' | 'POST' | 'DELETE', path: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function startSiplatih(): Promise<SiplatihUnderTest> {
  const app = fastify({ forceCloseConnections: true });
  const credentials = { clientId: 'skills-hub', clientSecret: 'test-secret' };
  app.register(async (scope) => mountSiplatih(scope, credentials), { prefix: '/siplatih' });
  const address = `${await app.listen({ port: 0, host: '127.0.0.1' })}/siplatih`;
  const http = new HttpClient();
  const environment = {
    SIPLATIH_API_URL: `${address}/api/v1`,
    SIPLATIH_CLIENT_ID: credentials.clientId,
    SIPLATIH_CLIENT_SECRET: credentials.clientSecret,
  };
  const port = createSiplatih(environment, http) as Siplatih;
  const programs: SiplatihProgram[] = [];
  const completions: SiplatihCompletion[] = [];
  const control = async (method: string, path: string, body?: unknown) => {
    const sent = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const answer = await fetch(`${address}/_control/${path}`, { method, ...sent });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.json();
  };
  return {
    siplatih: {
      registerProgram(program, call) {
        programs.push(program);
        return port.registerProgram(program, call);
      },
      reportCompletion(id, completion, call) {
        completions.push(completion);
        return port.reportCompletion(id, completion, call);
      },
      verifyCredential: (credential, call) => port.verifyCredential(credential, call),
    },
    programs,
    completions,
    async fault(fault) {
      await control('POST', 'faults', fault);
    },
    control,
    async close() {
      await http.close();
      await app.close();
    },
  };
}
