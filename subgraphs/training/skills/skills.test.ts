import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import {
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { type CredentialStage, startCredentials } from '../../credentials/fixtures.ts';
import { givenOrganisation } from '../../identity/fixtures.ts';

const skillsOf = 'query($of: [_Any!]!) { _entities(representations: $of) { ... on Student { skills } } }';

describe('the skills of a student', () => {
  let stage: CredentialStage;
  let employer: Principal;
  beforeAll(async () => {
    stage = await startCredentials();
    employer = organisationPrincipal(await givenOrganisation(stage.hub, 'PT Contoh Karya', 'EMPLOYER'));
  });
  afterAll(() => stage.close());

  const read = async (who: Principal, ...ids: string[]): Promise<(string[] | undefined)[]> => {
    const of = ids.map((id) => ({ __typename: 'Student', id }));
    const { data, errors } = await stage.hub.call('training', who, skillsOf, { of });
    expect(errors).toEqual([]);
    return data._entities.map((student: { skills: string[] }) => student.skills);
  };
  const school = () => organisationPrincipal(stage.organisationId);
  const programOf = (...skills: string[]) =>
    stage.givenProgram({ name: `Kursus ${skills.join()}`, skills, code: null });

  it('are those of programs that they have completed, each once, and of no other', async () => {
    const { studentId } = await stage.givenCompletion(await programOf('React', 'node.js'));
    for (const [skills, complete] of [
      [['Node.js', 'GraphQL'], true],
      [['Rust'], false],
    ] as const) {
      const programId = await programOf(...skills);
      const { id: enrolmentId } = await stage.mutate('training', 'enrolStudent', 'EnrolStudentInput', {
        programId,
        studentId,
      });
      if (complete)
        await stage.mutate('training', 'completeEnrolment', 'CompleteEnrolmentInput', { enrolmentId });
    }
    const [skills] = await read(school(), studentId);
    expect(skills?.map((skill) => skill.toLowerCase())).toEqual(['graphql', 'node.js', 'react']);
  });

  it('are those too that a credential attests, until it is suspended; a revoked one takes those of its program along', async () => {
    const { studentId, enrolmentId } = await stage.givenCompletion(await programOf('SMAW'));
    const { id: achievementId } = await stage.mutate(
      'credentials',
      'createAchievement',
      'CreateAchievementInput',
      {
        name: { indonesian: 'Juru Las' },
        description: { indonesian: 'Mampu mengelas.' },
        learningOutcomes: [
          { type: 'SKILL', description: 'Welding pipes' },
          { type: 'KNOWLEDGE', description: 'Knowing metals' },
        ],
      },
    );
    const { id } = await stage.mutate('credentials', 'issueCredential', 'IssueCredentialInput', {
      enrolmentId,
      achievementId,
    });
    expect(await read(school(), studentId)).toEqual([['SMAW', 'Welding pipes']]);
    const decide = (name: string) =>
      stage.mutate(
        'credentials',
        `${name}Credential`,
        `${name[0]?.toUpperCase()}${name.slice(1)}CredentialInput`,
        {
          id,
          reason: 'Salah',
        },
      );
    await decide('suspend');
    expect(await read(school(), studentId)).toEqual([['SMAW']]);
    await decide('revoke');
    expect(await read(school(), studentId)).toEqual([[]]);
  });

  it('are learnt by the student, their institution, the operator, and the employer to whom they have applied', async () => {
    const programId = await programOf('Las');
    const [{ studentId }, { studentId: other }] = [
      await stage.givenCompletion(programId),
      await stage.givenCompletion(programId),
    ];
    const { data } = await stage.hub.call(
      'training',
      employer,
      'mutation { createOpportunity(input: { type: JOB, title: "Juru Las", company: "PT" }) { id } }',
    );
    const opportunityId = data.createOpportunity.id;
    expect(await read(employer, studentId)).toEqual([[]]);
    await stage.mutate('training', 'createApplication', 'CreateApplicationInput', {
      opportunityId,
      studentId,
    });
    for (const who of [
      school(),
      platformPrincipal(),
      learnerPrincipal([studentId, other], [stage.organisationId]),
    ])
      expect(await read(who, studentId, other)).toEqual([['Las'], ['Las']]);
    expect(await read(employer, studentId, other)).toEqual([['Las'], []]);
    const applicant = 'query($id: ID!) { applicant(studentId: $id) { name email skills } }';
    const asked = async (id: string) =>
      (await stage.hub.call('training', employer, applicant, { id })).data.applicant;
    expect(await asked(studentId)).toMatchObject({ name: 'Siti Rahmawati', skills: ['Las'] });
    expect([await asked(other), await asked('no id')]).toEqual([null, null]);
  });

  it('of many are read in as many statements as those of one', async () => {
    const programId = await programOf('Las');
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await stage.givenCompletion(programId)).studentId);
    const counted = async (...of: string[]) => {
      stage.hub.statements.length = 0;
      await read(school(), ...of);
      return stage.hub.statements.length;
    };
    expect(await counted(...ids)).toBe(await counted(ids[0] as string));
  });
});
