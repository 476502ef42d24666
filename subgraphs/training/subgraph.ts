import type { Siplatih } from '../../integrations/siplatih/port.ts';
import type { Scope } from '../../platform/auth/scopes.ts';
import type { BatchLoad } from '../../platform/federation/context.ts';
import type { Reference } from '../../platform/federation/schema.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import {
  EnrolmentResolver,
  enrolmentById,
  ProgramEnrolmentsResolver,
  StudentEnrolmentsResolver,
} from './enrolments/enrolment.resolver.ts';
import { EnrolmentService } from './enrolments/enrolment.service.ts';
import { Enrolment } from './enrolments/enrolment.ts';
import { Organisation } from './organisations/organisation.ts';
import { OrganisationProgramsResolver, ProgramResolver, programById } from './programs/program.resolver.ts';
import { ProgramService } from './programs/program.service.ts';
import { Program } from './programs/program.ts';
import { Student } from './students/student.ts';

function reference<T>(batch: BatchLoad<string, T>, ...scopes: Scope[]): Reference {
  return { scopes, resolve: ({ id }: { id: string }, context) => context.load(batch, id) };
}

export interface TrainingOptions {
  /** The ministry's system; null when it is not configured. */
  siplatih: Siplatih | null;
}

/** What is taught to whom: programs, enrolments, and their submission to the ministry. */
export function training(_options: TrainingOptions): SubgraphDefinition {
  return {
    name: 'training',
    entities: [Program, Enrolment],
    resolvers: [
      ProgramResolver,
      OrganisationProgramsResolver,
      EnrolmentResolver,
      ProgramEnrolmentsResolver,
      StudentEnrolmentsResolver,
    ],
    references: {
      Program: reference(programById, 'training:read'),
      Enrolment: reference(enrolmentById, 'training:read'),
      Organisation: { resolve: ({ id }: { id: string }) => new Organisation(id) },
      Student: { resolve: ({ id }: { id: string }) => new Student(id) },
    },
    create({ neighbours }: SubgraphKit): SubgraphParts {
      return {
        resolvers: [
          new ProgramResolver(new ProgramService(neighbours)),
          new OrganisationProgramsResolver(),
          new EnrolmentResolver(new EnrolmentService(neighbours)),
          new ProgramEnrolmentsResolver(),
          new StudentEnrolmentsResolver(),
        ],
      };
    },
  };
}
