import type { Siplatih } from '../../integrations/siplatih/port.ts';
import { rowReference, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../platform/jobs/retry-policy.ts';
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
import { MinistryFacts } from './siplatih-submissions/ministry-facts.ts';
import {
  ProgramSubmissionsResolver,
  SiplatihSubmissionChangeResolver,
  SiplatihSubmissionResolver,
  submissionById,
} from './siplatih-submissions/siplatih-submission.resolver.ts';
import { SiplatihSubmissionService } from './siplatih-submissions/siplatih-submission.service.ts';
import { SiplatihSubmission } from './siplatih-submissions/siplatih-submission.ts';
import { SubmissionSender } from './siplatih-submissions/submission-sender.ts';
import { Student } from './students/student.ts';

export interface TrainingOptions {
  /** Where others reach the hub, without a trailing slash: `course.completed` names credentials by it. Default for tests alone. */
  publicUrl?: string;
  /** The ministry's system; null when it is not configured. */
  siplatih: Siplatih | null;
  /** That of sandbox organisations; null or absent when it is not configured. */
  sandboxSiplatih?: Siplatih | null;
  /** When a submission is sent again; `defaultRetryPolicy` where nothing else is said. */
  retry?: Partial<RetryPolicy>;
  /** How long a mutation waits for the ministry's answer. Default 5 s. */
  answerWithinMs?: number;
}

/** What is taught to whom: programs, enrolments, and their submission to the ministry. */
export function training({
  siplatih: live,
  sandboxSiplatih: sandbox = null,
  publicUrl = 'http://127.0.0.1:4000',
  retry,
  answerWithinMs = 5000,
}: TrainingOptions): SubgraphDefinition {
  return {
    name: 'training',
    entities: [Program, Enrolment, SiplatihSubmission],
    resolvers: [
      ProgramResolver,
      OrganisationProgramsResolver,
      EnrolmentResolver,
      ProgramEnrolmentsResolver,
      StudentEnrolmentsResolver,
      SiplatihSubmissionResolver,
      ProgramSubmissionsResolver,
      SiplatihSubmissionChangeResolver,
    ],
    references: {
      Program: rowReference(programById, 'training:read'),
      Enrolment: rowReference(enrolmentById, 'training:read'),
      SiplatihSubmission: rowReference(submissionById, 'training:read'),
      Organisation: stubReference((id) => new Organisation(id)),
      Student: stubReference((id) => new Student(id)),
    },
    create(kit: SubgraphKit): SubgraphParts {
      const { neighbours } = kit;
      const siplatih = { live, sandbox };
      const submissions = new SiplatihSubmissionService(
        new MinistryFacts(neighbours),
        siplatih,
        answerWithinMs,
      );
      const sender = new SubmissionSender(kit, siplatih, { ...defaultRetryPolicy, ...retry });
      return {
        resolvers: [
          new ProgramResolver(new ProgramService(neighbours)),
          new OrganisationProgramsResolver(),
          new EnrolmentResolver(new EnrolmentService(neighbours, publicUrl)),
          new ProgramEnrolmentsResolver(),
          new StudentEnrolmentsResolver(),
          new SiplatihSubmissionResolver(submissions),
          new ProgramSubmissionsResolver(),
          new SiplatihSubmissionChangeResolver(),
        ],
        tasks: [sender.task],
      };
    },
  };
}
