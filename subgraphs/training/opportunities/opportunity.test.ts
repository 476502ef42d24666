import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../platform/auth/principal.ts';
import {
  type Data,
  learnerPrincipal,
  organisationPrincipal,
  platformPrincipal,
} from '../../../test/subgraph-harness.ts';
import { givenOrganisation, sandboxOperator } from '../../identity/fixtures.ts';
import {
  closeOpportunity,
  createOpportunity,
  engineer,
  PlacementScene,
} from '../placement-scene-under-test.ts';
import type { TrainingUnderTest } from '../training-under-test.ts';

describe('opportunities', () => {
  const scene = PlacementScene.set();
  let training: TrainingUnderTest;
  let employer: Principal;
  let school: Principal;
  let stranger: Principal;
  beforeAll(() => {
    ({ training, employer, school, stranger } = scene);
  });

  it('that are open are seen by every institution and learner, with the id of the employer’s own system', async () => {
    const id = await scene.offered({ externalId: 'ATS-JOB-123' });
    const read = 'query($id: ID!) { opportunity(id: $id) { title status externalId requiredSkills } }';
    for (const who of [employer, school, scene.learner(await scene.student()), platformPrincipal()])
      expect((await training.data(who, read, { id })).opportunity).toMatchObject({
        title: 'Software Engineer',
        status: 'OPEN',
        externalId: 'ATS-JOB-123',
      });
    const byExternalId =
      '{ opportunities(filter: { externalId: "ATS-JOB-123" }) { totalCount nodes { id } } }';
    expect((await training.data(school, byExternalId)).opportunities).toEqual({
      totalCount: 1,
      nodes: [{ id }],
    });
    const again = await training.call(employer, createOpportunity, {
      input: { ...engineer, externalId: 'ATS-JOB-123' },
    });
    expect([again.codes, again.fields]).toEqual([['DUPLICATE'], ['externalId']]);
  });

  it('that are closed are seen by their employer, and by who has applied with the application', async () => {
    const id = await scene.offered();
    const mine = await scene.student();
    const application = await scene.applied(id, mine);
    await training.data(employer, closeOpportunity, { id });
    const read = 'query($id: ID!) { opportunity(id: $id) { status } }';
    expect((await training.data(employer, read, { id })).opportunity).toEqual({ status: 'CLOSED' });
    for (const who of [school, stranger, scene.learner(mine)])
      expect((await training.data(who, read, { id })).opportunity).toBeNull();
    const through = 'query($id: ID!) { application(id: $id) { opportunity { title status } } }';
    for (const who of [school, scene.learner(mine)])
      expect((await training.data(who, through, { id: application })).application.opportunity).toEqual({
        title: 'Software Engineer',
        status: 'CLOSED',
      });
  });

  it('of the sandbox are seen by nobody live, nor the other way round', async () => {
    const { hub } = training;
    const tried = await givenOrganisation(hub, 'Mencoba', 'EMPLOYER', sandboxOperator);
    const sandbox = organisationPrincipal(tried);
    const sandboxLearner = learnerPrincipal([], [tried]);
    const [live, trial] = [await scene.offered(), await scene.offered({}, sandbox)];
    const read = 'query($id: ID!) { opportunity(id: $id) { id } }';
    const sees = async (who: Principal, id: string) =>
      (await training.data(who, read, { id })).opportunity !== null;
    const liveOnes = [school, scene.learner(await scene.student()), platformPrincipal()];
    for (const who of liveOnes)
      expect([await sees(who, live), await sees(who, trial)]).toEqual([true, false]);
    for (const who of [sandbox, sandboxLearner, sandboxOperator])
      expect([await sees(who, live), await sees(who, trial)]).toEqual([false, true]);
  });

  it('are found by words, skills, kind, place and whether one may still apply', async () => {
    const company = `PT Pencarian ${Date.now()}`;
    const welder = await scene.offered({
      company,
      title: 'Juru Las Kapal',
      type: 'INTERNSHIP',
      location: 'Kota Batam',
      requiredSkills: ['SMAW'],
    });
    const late = await scene.offered({
      company,
      title: 'Juru Las Pipa',
      location: 'Medan',
      applyBy: '2020-01-01',
    });
    const found = async (filter: Record<string, unknown>) => {
      const query =
        'query($filter: OpportunityFilter!) { opportunities(filter: $filter) { totalCount nodes { id } } }';
      const { opportunities } = await training.data(school, query, {
        filter: { search: `"${company}"`, ...filter },
      });
      expect(opportunities.totalCount).toBe(opportunities.nodes.length);
      return opportunities.nodes.map((node: Data) => node.id);
    };
    expect(await found({})).toEqual([late, welder]);
    expect(await found({ search: `"${company}" kapal` })).toEqual([welder]);
    expect(await found({ search: `"${company}" 'unbalanced & ( words` })).toEqual([]);
    expect(await found({ type: 'INTERNSHIP' })).toEqual([welder]);
    expect(await found({ locationContains: 'batam' })).toEqual([welder]);
    expect(await found({ skills: ['SMAW', 'GTAW'] })).toEqual([welder]);
    expect(await found({ acceptingApplications: true })).toEqual([welder]);
    expect(await found({ acceptingApplications: false })).toEqual([late]);
    expect(await found({ status: 'CLOSED' })).toEqual([]);
  });

  it('are changed by who offers them alone', async () => {
    const id = await scene.offered();
    const update =
      'mutation($id: ID!) { updateOpportunity(input: { id: $id, location: "Medan", gradeLevel: null }) { location gradeLevel title } }';
    for (const query of [update, closeOpportunity]) {
      expect((await training.call(school, query, { id })).codes).toEqual(['FORBIDDEN']);
      expect((await training.call(scene.learner(await scene.student()), query, { id })).codes).toEqual([
        'FORBIDDEN',
      ]);
    }
    expect((await training.data(employer, update, { id })).updateOpportunity).toEqual({
      location: 'Medan',
      gradeLevel: null,
      title: 'Software Engineer',
    });
    await training.data(employer, closeOpportunity, { id });
    await training.data(employer, closeOpportunity, { id });
    const reopen =
      'mutation($id: ID!) { reopenOpportunity(input: { opportunityId: $id }) { status closedAt } }';
    expect((await training.data(employer, reopen, { id })).reopenOpportunity).toEqual({
      status: 'OPEN',
      closedAt: null,
    });
    expect(await scene.eventsOf('opportunity.closed', id)).toHaveLength(1);
    expect((await scene.eventsOf('opportunity.created', id))[0]?.data).toEqual({
      opportunity_id: id,
      title: 'Software Engineer',
      type: 'job',
      company: 'PT Contoh Karya',
      external_id: null,
    });
  });
});
