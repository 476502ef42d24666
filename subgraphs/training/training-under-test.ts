import { expect } from '@jest/globals';
import type { Principal } from '../../platform/auth/principal.ts';
import {
  type Answer,
  type Data,
  organisationPrincipal,
  platformPrincipal,
  type SubgraphHarness,
  startSubgraphs,
} from '../../test/subgraph-harness.ts';
import { identity } from '../identity/subgraph.ts';
import { type TrainingOptions, training } from './subgraph.ts';

/** A vocational program with everything that the ministry asks for. */
export const vocational = {
  type: 'VOCATIONAL',
  name: 'Pengembangan Perangkat Lunak Lanjutan',
  nameEn: 'Advanced Software Development',
  sector: 'INFORMATION_TECHNOLOGY',
  subSector: 'SOFTWARE_DEVELOPMENT',
  description: 'Merancang dan menjalankan layanan.',
  durationDays: 180,
  durationHours: 1440,
  startDate: '2024-01-15',
  endDate: '2024-07-15',
  location: {
    address: 'Jl. Sudirman No. 123',
    city: 'Jakarta',
    province: 'DKI Jakarta',
    postalCode: '10220',
  },
  skkniCode: 'SKKNI-IT-2023-001',
  capacity: 50,
  instructors: [
    { name: 'Dr. John Doe', qualification: 'Ph.D. Computer Science', certification: 'CERT-001' },
    { name: 'Siti Rahma', qualification: 'S.Kom.', certification: null },
  ],
  curriculum: [
    {
      moduleName: 'Microservices Architecture',
      durationHours: 240,
      learningOutcomes: ['Design microservices', 'Implement service mesh'],
    },
    { moduleName: 'Cloud', durationHours: 1200, learningOutcomes: ['Run services in the cloud'] },
  ],
  fee: 500_000,
  skills: ['microservices', 'cloud'],
  externalId: null,
};

let made = 0;

/** Identity and training over a database of their own, with what tests need at hand. */
export async function startTraining(options: TrainingOptions) {
  const hub = await startSubgraphs([identity, training(options)]);
  return new TrainingUnderTest(hub);
}

export class TrainingUnderTest {
  constructor(readonly hub: SubgraphHarness) {}

  close(): Promise<void> {
    return this.hub.close();
  }

  call(principal: Principal, query: string, variables?: Record<string, unknown>): Promise<Answer> {
    return this.hub.call('training', principal, query, variables);
  }

  /** What a call answers that must not fail. */
  async data(principal: Principal, query: string, variables?: Record<string, unknown>): Promise<Data> {
    const { data, errors } = await this.call(principal, query, variables);
    expect(errors).toEqual([]);
    return data;
  }

  /** A new institution's key. */
  async institution(registrationNumber: string | null = `LPK-${++made}-2023`): Promise<Principal> {
    const input = { kind: 'TRAINING_INSTITUTION', name: `LPK ${++made}`, registrationNumber };
    const { data } = await this.hub.call(
      'identity',
      platformPrincipal(),
      'mutation($input: CreateOrganisationInput!) { createOrganisation(input: $input) { id } }',
      { input },
    );
    return organisationPrincipal(data.createOrganisation.id);
  }

  /** The ids of `count` new students of an institution. */
  async students(of: Principal, count: number, nik: string | null = '3201010101010001'): Promise<string[]> {
    const students = Array.from({ length: count }, (_, index) => ({
      name: `Peserta ${index}`,
      email: `peserta-${++made}@example.id`,
      nik,
    }));
    const { data } = await this.hub.call(
      'identity',
      of,
      'mutation($input: CreateStudentsInput!) { createStudents(input: $input) { rows { student { id } } } }',
      { input: { students } },
    );
    return data.createStudents.rows.map((row: Data) => row.student.id);
  }

  /** The id of a new program of an institution. */
  async program(of: Principal, fields: Record<string, unknown> = {}) {
    const data = await this.data(
      of,
      'mutation($input: CreateProgramInput!) { createProgram(input: $input) { id } }',
      { input: { ...vocational, code: `LPK-2024-${++made}`, ...fields } },
    );
    return data.createProgram.id as string;
  }

  enrol(of: Principal, programId: string, studentId: string): Promise<Answer> {
    return this.call(
      of,
      'mutation($input: EnrolStudentInput!) { enrolStudent(input: $input) { id status progress } }',
      { input: { programId, studentId } },
    );
  }

  /** The id of a new enrolment. */
  async enrolled(of: Principal, programId: string, studentId: string): Promise<string> {
    const { data, errors } = await this.enrol(of, programId, studentId);
    expect(errors).toEqual([]);
    return data.enrolStudent.id;
  }

  complete(of: Principal, input: Record<string, unknown>): Promise<Answer> {
    return this.call(
      of,
      `mutation($input: CompleteEnrolmentInput!) { completeEnrolment(input: $input) {
         id status progress finalScore certificateNumber completedAt } }`,
      { input },
    );
  }
}
