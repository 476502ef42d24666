import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputObjectType,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { v7 as uuidv7 } from 'uuid';
import { projectRoot } from '../platform/project-root.ts';
import { identityOf } from '../run/definitions.ts';
import { goodInputs } from './good-inputs.ts';
import { startTwoInstitutions, type TwoInstitutions } from './two-institutions.ts';

type Field = GraphQLField<unknown, unknown>;

/** Tried elsewhere: money, of which keys are kept for good; what needs a place for files, which is not here; a learner. */
const elsewhere = [
  'createPayment',
  'refundPayment',
  'importPermitDocument',
  'signPermitDocument',
  'resolvePermitSignature',
  'rejectPermitDocument',
  'cancelPermitDocument',
  'reinstateCredential',
  'addCredentialToLinkedIn',
  'shareCredentialOnLinkedIn',
  'connectLinkedIn',
  'disconnectLinkedIn',
  'syncPermits',
  'reportProgramCompletion',
];
/** Links that hold their right in themselves are sealed anew each time they are shown. */
const afresh = ['uploadUrl', 'downloadUrl'];

const inputs: typeof goodInputs = {
  ...goodInputs,
  createOrganisation: () => [{ name: `LPK ${uuidv7()}`, kind: 'TRAINING_INSTITUTION' }],
  issueCredential: (own) => [{ enrolmentId: own.Enrolment }],
  updateEnrolmentProgress: (own) => [{ enrolmentId: own.Enrolment, progress: 50 }],
  rotateOAuthSigningKey: () => [{}],
};

/** What a mutation moves, made anew for it: another may have moved it on already. */
const moved: Readonly<Record<string, 'enrolment' | 'completed' | 'credential'>> = {
  updateEnrolmentProgress: 'enrolment',
  completeEnrolment: 'enrolment',
  cancelEnrolment: 'enrolment',
  issueCredential: 'completed',
  suspendCredential: 'credential',
  revokeCredential: 'credential',
};

describe('a mutation that takes an idempotency key, sent three times', () => {
  let hub: TwoInstitutions;
  let keyed: Field[];
  let key: string;
  beforeAll(async () => {
    const sdl = await readFile(path.join(projectRoot, 'schema', 'supergraph.graphql'), 'utf8');
    const mutations = buildSchema(sdl, { assumeValid: true }).getMutationType()?.getFields() ?? {};
    keyed = Object.values(mutations).filter(({ args }) =>
      args.some(({ type }) => {
        const named = getNamedType(type);
        return isInputObjectType(named) && 'idempotencyKey' in (named as GraphQLInputObjectType).getFields();
      }),
    );
    hub = await startTwoInstitutions();
    key = await identityOf(hub.whole.hub.subgraphs).createOperatorKey('Test', ['admin', 'students:nik']);
  }, 300_000);
  afterAll(() => hub.whole.close());

  async function send(field: Field, input: object): Promise<string> {
    const [argument] = field.args;
    const response = await fetch(hub.whole.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({
        query: `mutation($input: ${argument?.type}) { ${field.name}(input: $input) ${shownOf(field)} }`,
        variables: { input },
      }),
    });
    const { data, errors } = (await response.json()) as { data?: object; errors?: unknown };
    return JSON.stringify(errors ?? data);
  }

  async function made(name: string, input: object): Promise<string> {
    const field = keyed.find((known) => known.name === name) as Field;
    return JSON.parse(await send(field, input))[name].id;
  }

  /** Ids of one's own, with a new student, and anew what `name` moves. */
  async function ownFor(name: string): Promise<Record<string, string>> {
    const Student = await made('createStudent', goodInputs.createStudent?.(hub.one)[0] ?? {});
    const own = { ...hub.one, Student };
    if (name === 'createApplication') {
      return {
        ...own,
        Opportunity: await made('createOpportunity', goodInputs.createOpportunity?.(own)[0] ?? {}),
      };
    }
    if (name === 'removeStudentFromClass') {
      await made('addStudentToClass', goodInputs.addStudentToClass?.(own)[0] ?? {});
      return own;
    }
    const stage = moved[name];
    if (!stage) return own;
    const Enrolment = await made('enrolStudent', { programId: hub.one.Program, studentId: Student });
    if (stage === 'enrolment') return { ...own, Enrolment };
    await made('completeEnrolment', { enrolmentId: Enrolment, finalScore: 80 });
    if (stage === 'completed') return { ...own, Enrolment };
    return { ...own, Enrolment, Credential: await made('issueCredential', { enrolmentId: Enrolment }) };
  }

  it('answers the same each time, whichever mutation it is', async () => {
    const wrong: string[] = [];
    for (const field of keyed.filter(({ name }) => !elsewhere.includes(name))) {
      for (const input of inputs[field.name]?.(await ownFor(field.name)) ?? []) {
        const request = { idempotencyKey: uuidv7(), ...input };
        const [first, second] = await Promise.all([send(field, request), send(field, request)]);
        const answers = [first, second, await send(field, request)];
        if (new Set(answers).size > 1 || answers[0]?.includes('"extensions"'))
          wrong.push(`${field.name}: ${answers.join(' / ')}`);
      }
    }
    expect(wrong).toEqual([]);
    const tried = [...Object.keys(inputs), ...elsewhere];
    expect(keyed.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  }, 300_000);
});

/** What a field's answer has of its own, and the ids of what is beneath it. */
function shownOf(field: Field, depth = 0): string {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const leaves = fields
    .filter((inner) => isLeafType(getNamedType(inner.type)) && !afresh.includes(inner.name))
    .map(({ name }) => name);
  const beneath = fields
    .filter((inner) => depth === 0 && isObjectType(getNamedType(inner.type)) && !inner.args.length)
    .map((inner) => `${inner.name} ${shownOf(inner, 1)}`);
  return `{ ${['__typename', ...leaves, ...beneath].join(' ')} }`;
}
