import type { Siplatih } from '../../integrations/siplatih/port.ts';
import { rowReference, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { defaultRetryPolicy, type RetryPolicy } from '../../platform/jobs/retry-policy.ts';
import {
  ApplicationJoinsResolver,
  ApplicationStageChangeResolver,
  OpportunityApplicationsResolver,
  StudentApplicationsResolver,
} from './applications/application.joins.ts';
import { ApplicationResolver, applicationById } from './applications/application.resolver.ts';
import { ApplicationService } from './applications/application.service.ts';
import { Application } from './applications/application.ts';
import { ApplicationStageChange } from './applications/application-stage-change.ts';
import { SubmissionService } from './applications/submission.service.ts';
import {
  AssessmentJoinsResolver,
  AssessmentResultJoinsResolver,
  ProgramAssessmentsResolver,
  StudentAssessmentResultsResolver,
} from './assessments/assessment.joins.ts';
import {
  AssessmentResolver,
  AssessmentResultResolver,
  assessmentById,
  assessmentResultById,
} from './assessments/assessment.resolver.ts';
import { AssessmentService } from './assessments/assessment.service.ts';
import { Assessment } from './assessments/assessment.ts';
import { AssessmentResult } from './assessments/assessment-result.ts';
import { ResultService } from './assessments/result.service.ts';
import {
  EnrolmentResolver,
  enrolmentById,
  ProgramEnrolmentsResolver,
  StudentEnrolmentsResolver,
} from './enrolments/enrolment.resolver.ts';
import { EnrolmentService } from './enrolments/enrolment.service.ts';
import { Enrolment } from './enrolments/enrolment.ts';
import {
  OpportunityResolver,
  OrganisationOpportunitiesResolver,
  opportunityById,
} from './opportunities/opportunity.resolver.ts';
import { OpportunityService } from './opportunities/opportunity.service.ts';
import { Opportunity } from './opportunities/opportunity.ts';
import { Organisation } from './organisations/organisation.ts';
import { PlacementAnalyticsResolver } from './placement-analytics/placement-analytics.resolver.ts';
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
import { ApplicantSkillsResolver, StudentSkillsResolver } from './skills/skills.joins.ts';
import { skillsOfStudents } from './skills/skills-of-students.ts';
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

/** What is taught to whom, and what comes of it: programs, enrolments, their submission to the ministry; assessments; opportunities and applications. */
export function training({
  siplatih: live,
  sandboxSiplatih: sandbox = null,
  publicUrl = 'http://127.0.0.1:4000',
  retry,
  answerWithinMs = 5000,
}: TrainingOptions): SubgraphDefinition {
  return {
    name: 'training',
    entities: [
      Program,
      Enrolment,
      SiplatihSubmission,
      Opportunity,
      Application,
      ApplicationStageChange,
      Assessment,
      AssessmentResult,
    ],
    resolvers: [
      ProgramResolver,
      OrganisationProgramsResolver,
      EnrolmentResolver,
      ProgramEnrolmentsResolver,
      StudentEnrolmentsResolver,
      SiplatihSubmissionResolver,
      ProgramSubmissionsResolver,
      SiplatihSubmissionChangeResolver,
      OpportunityResolver,
      OrganisationOpportunitiesResolver,
      ApplicationResolver,
      ApplicationJoinsResolver,
      ApplicationStageChangeResolver,
      OpportunityApplicationsResolver,
      StudentApplicationsResolver,
      StudentSkillsResolver,
      ApplicantSkillsResolver,
      PlacementAnalyticsResolver,
      AssessmentResolver,
      AssessmentJoinsResolver,
      AssessmentResultResolver,
      AssessmentResultJoinsResolver,
      ProgramAssessmentsResolver,
      StudentAssessmentResultsResolver,
    ],
    references: {
      Program: rowReference(programById, 'training:read'),
      Enrolment: rowReference(enrolmentById, 'training:read'),
      SiplatihSubmission: rowReference(submissionById, 'training:read'),
      Opportunity: rowReference(opportunityById, 'training:read'),
      Assessment: rowReference(assessmentById, 'training:read'),
      AssessmentResult: rowReference(assessmentResultById, 'training:read'),
      Application: rowReference(applicationById, 'training:read'),
      Organisation: stubReference((id) => new Organisation(id)),
      Student: stubReference((id) => new Student(id)),
    },
    create(kit: SubgraphKit): SubgraphParts {
      const { neighbours } = kit;
      const siplatih = { live, sandbox };
      const skills = skillsOfStudents(neighbours);
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
          new OpportunityResolver(new OpportunityService(neighbours)),
          new OrganisationOpportunitiesResolver(),
          new ApplicationResolver(new ApplicationService(), new SubmissionService(neighbours)),
          new ApplicationJoinsResolver(neighbours),
          new ApplicationStageChangeResolver(),
          new OpportunityApplicationsResolver(),
          new StudentApplicationsResolver(),
          new StudentSkillsResolver(skills),
          new ApplicantSkillsResolver(skills),
          new PlacementAnalyticsResolver(),
          new AssessmentResolver(new AssessmentService(neighbours)),
          new AssessmentJoinsResolver(),
          new AssessmentResultResolver(new ResultService(neighbours)),
          new AssessmentResultJoinsResolver(),
          new ProgramAssessmentsResolver(),
          new StudentAssessmentResultsResolver(),
        ],
        tasks: [sender.task],
      };
    },
  };
}
