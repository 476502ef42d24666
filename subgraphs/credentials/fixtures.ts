import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { serveProblems } from '../../gateway/problem.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import {
  type Answer,
  type Data,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../test/subgraph-harness.ts';
import { givenOrganisation, givenStudent } from '../identity/fixtures.ts';
import { identity } from '../identity/subgraph.ts';
import { training } from '../training/subgraph.ts';
import { type CredentialsOptions, credentials } from './subgraph.ts';

/** Credentials with identity and training, and their public pages over HTTP. */
export interface CredentialStage {
  hub: SubgraphHarness;
  publicUrl: string;
  organisationId: string;
  /** Runs an operation of `subgraph` as the institution. */
  call(subgraph: string, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Runs a mutation with one `input` as the institution, and fails when it does. */
  mutate(subgraph: string, name: string, type: string, input: object, selection?: string): Promise<Data>;
  givenProgram(fields?: object): Promise<string>;
  /** A new student who has completed the program. */
  givenCompletion(programId: string, student?: object): Promise<{ enrolmentId: string; studentId: string }>;
  /** A signed credential of a new student. */
  givenCredential(input?: object, student?: object): Promise<Data>;
  close(): Promise<void>;
}

let certificates = 0;

export async function startCredentials(
  options: Omit<CredentialsOptions, 'publicUrl'> = {},
  operator: Principal = platformPrincipal(),
): Promise<CredentialStage> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hub = await startSubgraphs([
    identity,
    training({ siplatih: null, publicUrl }),
    credentials({ publicUrl, ...options }),
  ]);
  const routes: FastifyInstance = fastify({
    serverFactory: (handler) => server.on('request', handler),
    forceCloseConnections: true,
  });
  serveProblems(routes);
  for (const subgraph of hub.subgraphs) await routes.register(async (scope) => subgraph.routes(scope));
  await routes.ready();

  const organisationId = await givenOrganisation(
    hub,
    'LPK Cakra <b>Digital</b>',
    'TRAINING_INSTITUTION',
    operator,
  );
  const institution = organisationPrincipal(organisationId);
  const call = (subgraph: string, query: string, variables?: Record<string, unknown>) =>
    hub.call(subgraph, institution, query, variables);
  const mutate: CredentialStage['mutate'] = async (subgraph, name, type, input, selection = '{ id }') => {
    const mutation = `mutation($input: ${type}!) { ${name}(input: $input) ${selection} }`;
    const { data, errors } = await call(subgraph, mutation, { input });
    if (errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return data[name];
  };
  const givenProgram = async (fields: object = {}) => {
    const program = {
      type: 'INTERNAL',
      name: 'Pengembangan Perangkat Lunak',
      skkniCode: 'SKKNI-IT-2023-001',
    };
    return (await mutate('training', 'createProgram', 'CreateProgramInput', { ...program, ...fields })).id;
  };
  const givenCompletion = async (programId: string, student: object = {}) => {
    const studentId = await givenStudent(
      hub,
      organisationId,
      { name: 'Siti Rahmawati', ...student },
      operator,
    );
    const enrolled = { programId, studentId };
    const { id: enrolmentId } = await mutate('training', 'enrolStudent', 'EnrolStudentInput', enrolled);
    certificates += 1;
    const completion = { enrolmentId, finalScore: 92.5, certificateNumber: `CERT-${certificates}` };
    await mutate('training', 'completeEnrolment', 'CompleteEnrolmentInput', completion);
    return { enrolmentId, studentId };
  };
  const selection = '{ id status publicUrl document jwt student { id } achievement { id } statusReason }';
  return {
    hub,
    publicUrl,
    organisationId,
    call,
    mutate,
    givenProgram,
    givenCompletion,
    async givenCredential(input = {}, student = {}) {
      const { enrolmentId } = await givenCompletion(await givenProgram(), student);
      const issued = { enrolmentId, ...input };
      return mutate('credentials', 'issueCredential', 'IssueCredentialInput', issued, selection);
    },
    async close() {
      await routes.close();
      server.close();
      await hub.close();
    },
  };
}
