import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { serveControl } from '../../platform/integration-kit/sandbox-control.ts';
import {
  Refusal,
  readJson,
  SandboxKit,
  type StandInRequest,
} from '../../platform/integration-kit/sandbox-kit.ts';
import { SandboxTokens } from '../../platform/integration-kit/sandbox-oauth.ts';
import { type Html, html } from '../../platform/integration-kit/sandbox-page.ts';
import { siplatihCompletion, siplatihCredential, siplatihProgram } from './contract.ts';

export interface SiplatihCredentials {
  clientId: string;
  clientSecret: string;
}

interface Registered {
  siplatih_program_id: string;
  program_code: string;
  program_name: string;
  registration_date: string;
  /** Participants of the last completion report; null before there was one. */
  completed: number | null;
}

/** SIPLatih's stand-in. Its base URL is `/siplatih/api/v1`. */
export function mountSiplatih(app: FastifyInstance, credentials: SiplatihCredentials): void {
  const kit = new SandboxKit(app, 'siplatih', 'SIPLatih');
  const tokens = new SandboxTokens({ ...credentials, expiresInSeconds: 3600 });
  const byCode = new Map<string, Registered>();

  tokens.serve(app, kit, '/api/v1/oauth/token');

  kit.serve('register', 'POST', '/api/v1/training-programs', (request) => {
    tokens.check(request);
    const program = readJson(request, siplatihProgram);
    if (program.end_date < program.start_date)
      throw new Refusal(422, 'INVALID_PERIOD', 'end_date is before start_date.');
    const registered =
      byCode.get(program.program_code) ?? register(program.program_code, program.program_name);
    byCode.set(program.program_code, registered);
    const { siplatih_program_id, program_code, registration_date } = registered;
    const data = { siplatih_program_id, program_code, status: 'REGISTERED', registration_date };
    return { body: { success: true, data } };
  });

  kit.serve('complete', 'POST', '/api/v1/training-programs/:id/completions', (request) => {
    tokens.check(request);
    const registered = [...byCode.values()].find((one) => one.siplatih_program_id === request.params.id);
    if (!registered) throw new Refusal(404, 'PROGRAM_NOT_FOUND', 'There is no such training program.');
    registered.completed = readJson(request, siplatihCompletion).participants.length;
    const data = {
      siplatih_program_id: request.params.id,
      status: 'ACCEPTED',
      participants: registered.completed,
    };
    return { body: { success: true, data } };
  });

  kit.serve('verify', 'POST', '/api/v1/credentials/verify', (request: StandInRequest) => {
    tokens.check(request);
    const { credential_id } = readJson(request, siplatihCredential);
    return { body: { success: true, data: { credential_id, status: 'VERIFIED' } } };
  });

  serveControl(app, kit, () => section([...byCode.values()]));
  app.get('/_control/programs', () => ({ programs: [...byCode.values()] }));
}

function register(program_code: string, program_name: string): Registered {
  const now = new Date();
  return {
    // Random, since the stand-in forgets its programs when it ends, and the hub does not.
    siplatih_program_id: `SIPLATIH-${now.getUTCFullYear()}-${randomBytes(6).toString('hex').toUpperCase()}`,
    program_code,
    program_name,
    registration_date: now.toISOString(),
    completed: null,
  };
}

function section(programs: readonly Registered[]): Html {
  return html`<h2>Registered programs</h2>
<table><tr><th>SIPLatih id</th><th>Code</th><th>Name</th><th>Registered</th><th>Participants reported</th></tr>
${programs
  .slice(-50)
  .reverse()
  .map(
    (program) => html`<tr><td>${program.siplatih_program_id}</td><td>${program.program_code}</td>
<td>${program.program_name}</td><td>${program.registration_date}</td><td>${program.completed ?? 'none yet'}</td></tr>`,
  )}
</table>`;
}
