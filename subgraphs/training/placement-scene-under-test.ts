import { afterAll, beforeAll } from '@jest/globals';
import type { Principal } from '../../platform/auth/principal.ts';
import { type RecordedEvent, recordedEvents } from '../../test/recorded-events.ts';
import { learnerPrincipal } from '../../test/subgraph-harness.ts';
import { startTraining, type TrainingUnderTest } from './training-under-test.ts';

export const createOpportunity = `mutation($input: CreateOpportunityInput!) {
  createOpportunity(input: $input) { id title status acceptsApplications requiredSkills externalId }
}`;
export const createApplication = `mutation($input: CreateApplicationInput!) {
  createApplication(input: $input) { id stage studentId opportunityId resumeUrl }
}`;
export const closeOpportunity =
  'mutation($id: ID!) { closeOpportunity(input: { opportunityId: $id }) { id status } }';

/** As the integration guide writes it. */
export const engineer = {
  title: 'Software Engineer',
  type: 'JOB',
  company: 'PT Contoh Karya',
  description: 'Merancang dan menjalankan layanan.',
  requiredSkills: ['JavaScript', 'React', 'Node.js'],
  gradeLevel: 'college',
  location: 'Bangalore',
};

/** Who offers jobs, who has learners for them, and who has to do with neither. */
export class PlacementScene {
  training!: TrainingUnderTest;
  employer!: Principal;
  school!: Principal;
  stranger!: Principal;

  /** To be called within `describe`. */
  static set(): PlacementScene {
    const scene = new PlacementScene();
    beforeAll(async () => {
      scene.training = await startTraining({ siplatih: null });
      scene.employer = await scene.training.institution();
      scene.school = await scene.training.institution();
      scene.stranger = await scene.training.institution();
    });
    afterAll(() => scene.training.close());
    return scene;
  }

  /** The id of a new opportunity, which is open. */
  async offered(fields: Record<string, unknown> = {}, by = this.employer): Promise<string> {
    const input = { ...engineer, ...fields };
    return (await this.training.data(by, createOpportunity, { input })).createOpportunity.id;
  }

  /** The id of a new student. */
  async student(of = this.school): Promise<string> {
    return (await this.training.students(of, 1))[0] as string;
  }

  learner(studentId: string): Principal {
    const { organisationId } = this.school;
    return learnerPrincipal([studentId], [organisationId as string], 'read', 'training:apply');
  }

  /** The id of a new application. */
  async applied(opportunityId: string, studentId: string): Promise<string> {
    const input = { opportunityId, studentId };
    return (await this.training.data(this.school, createApplication, { input })).createApplication.id;
  }

  eventsOf(type: string, subjectId: string): Promise<RecordedEvent[]> {
    return recordedEvents(this.training.hub, { type, subjectId });
  }
}
