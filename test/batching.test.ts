import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gopayInput } from './furnished-institution.ts';
import { ask } from './graph-request.ts';
import { newLearner, weldingProgram } from './story-nouns.ts';
import type { Data } from './subgraph-harness.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

const institutions = 2;
const programsEach = 3;
const learnersEach = 4;

const nested = `{ programs(first: 50) { nodes {
  name
  organisation { name }
  payments { nodes { amount student { name } } }
  enrolments(first: 50) { nodes {
    progress
    student { name organisation { name } payments { nodes { status } } credentials { nodes { name } } }
    payments { nodes { amount } }
    credential { name }
  } }
} } }`;

/** One statement for each entity type and level of \`nested\`, by table. */
const oneForEachLevel = {
  'training.programs': 1,
  'training.enrolments': 1,
  // Of the enrolments, and of the programs' payments.
  'identity.students': 2,
  // Of the programs and of the enrolments' students, which are asked for together.
  'identity.organisations': 1,
  // Of the programs, of the students, and of the enrolments.
  'payments.payments': 3,
  // Of the students, and of the enrolments.
  'credentials.credentials': 2,
};

describe('a nested query over four subgraphs', () => {
  let graph: WholeGraph;
  beforeAll(async () => {
    graph = await startWholeGraph();
    for (let n = 0; n < institutions; n++) await addInstitution();
  });
  afterAll(() => graph.close());

  async function run(field: string, inputType: string, input: object, selection = '{ id }'): Promise<Data> {
    const mutation = `mutation($input: ${inputType}!) { ${field}(input: $input) ${selection} }`;
    return (await ask(graph.graphqlUrl, graph.adminKey, mutation, { input }))[field];
  }

  async function addInstitution(): Promise<void> {
    const { id: organisationId } = await run('createOrganisation', 'CreateOrganisationInput', {
      kind: 'TRAINING_INSTITUTION',
      name: `LPK ${randomUUID()}`,
    });
    for (let n = 0; n < programsEach; n++) {
      const program = await run('createProgram', 'CreateProgramInput', {
        ...weldingProgram(),
        organisationId,
      });
      const students = Array.from({ length: learnersEach }, () => ({ ...newLearner(), organisationId }));
      const { rows } = await run(
        'createStudents',
        'CreateStudentsInput',
        { students },
        '{ rows { student { id } } }',
      );
      for (const { student } of rows) await addEnrolment(program.id, student.id);
    }
  }

  async function addEnrolment(programId: string, studentId: string): Promise<void> {
    const enrolment = await run('enrolStudent', 'EnrolStudentInput', { programId, studentId });
    const { id: enrolmentId } = enrolment;
    await run('completeEnrolment', 'CompleteEnrolmentInput', { enrolmentId, finalScore: 90 });
    await run('issueCredential', 'IssueCredentialInput', { enrolmentId });
    await run('createPayment', 'CreatePaymentInput', gopayInput({ enrolmentId }));
  }

  it('takes one statement for each entity type and level, however many there are of each', async () => {
    // Verifies the key, and stores that it was used, before statements are counted.
    await ask(graph.graphqlUrl, graph.adminKey, '{ viewer { id } }');
    graph.hub.statements.length = 0;
    const { programs } = await ask(graph.graphqlUrl, graph.adminKey, nested);
    // The hub's own jobs may read what is theirs at the same time.
    const statements = graph.hub.statements.filter((sql) =>
      /\b(identity|training|payments|credentials)"?\."?\w/.test(sql),
    );

    expect(programs.nodes).toHaveLength(institutions * programsEach);
    for (const program of programs.nodes) {
      expect(program.enrolments.nodes).toHaveLength(learnersEach);
      expect(program.payments.nodes).toHaveLength(learnersEach);
      for (const enrolment of program.enrolments.nodes) {
        expect(enrolment.payments.nodes).toEqual([{ amount: 1_500_000 }]);
        expect(enrolment.student.payments.nodes).toEqual([{ status: 'PENDING' }]);
        expect(enrolment.student.credentials.nodes).toEqual([enrolment.credential]);
        expect(enrolment.student.organisation).toEqual(program.organisation);
      }
    }
    const counted: Record<string, number> = {};
    for (const sql of statements) {
      const table = /from "(\w+)"\."(\w+)"/i.exec(sql)?.slice(1).join('.') ?? sql;
      counted[table] = (counted[table] ?? 0) + 1;
    }
    expect(counted).toEqual(oneForEachLevel);
  });
});
