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
  AttendanceRecordJoinsResolver,
  ClassAttendanceResolver,
  StudentAttendanceResolver,
} from './attendance/attendance.joins.ts';
import { AttendanceRecordResolver, attendanceRecordById } from './attendance/attendance.resolver.ts';
import { AttendanceService } from './attendance/attendance.service.ts';
import { AttendanceRecord } from './attendance/attendance-record.ts';
import {
  ClassJoinsResolver,
  ClassMembershipJoinsResolver,
  ProgramClassesResolver,
  StudentClassesResolver,
} from './classes/class.joins.ts';
import { ClassMembershipResolver, ClassResolver, classById } from './classes/class.resolver.ts';
import { ClassService } from './classes/class.service.ts';
import { Class } from './classes/class.ts';
import { ClassMembership } from './classes/class-membership.ts';
import { MembershipService } from './classes/membership.service.ts';
import {
  EnrolmentResolver,
  enrolmentById,
  ProgramEnrolmentsResolver,
  StudentEnrolmentsResolver,
} from './enrolments/enrolment.resolver.ts';
import { EnrolmentService } from './enrolments/enrolment.service.ts';
import { Enrolment } from './enrolments/enrolment.ts';
import { GradeJoinsResolver, StudentGradesResolver, SubjectGradesResolver } from './grades/grade.joins.ts';
import { GradeResolver, gradeById } from './grades/grade.resolver.ts';
import { GradeService } from './grades/grade.service.ts';
import { Grade } from './grades/grade.ts';
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
import { ProgramSubjectsResolver, SubjectResolver, subjectById } from './subjects/subject.resolver.ts';
import { SubjectService } from './subjects/subject.service.ts';
import { Subject } from './subjects/subject.ts';

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

/** What is taught to whom, and what comes of it: programs, enrolments, their submission to the ministry; classes, attendance, subjects and grades; assessments; opportunities and applications. */
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
      Class,
      ClassMembership,
      AttendanceRecord,
      Subject,
      Grade,
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
      ClassResolver,
      ClassJoinsResolver,
      ClassMembershipResolver,
      ClassMembershipJoinsResolver,
      ProgramClassesResolver,
      StudentClassesResolver,
      AttendanceRecordResolver,
      AttendanceRecordJoinsResolver,
      ClassAttendanceResolver,
      StudentAttendanceResolver,
      SubjectResolver,
      ProgramSubjectsResolver,
      GradeResolver,
      GradeJoinsResolver,
      SubjectGradesResolver,
      StudentGradesResolver,
    ],
    references: {
      Program: rowReference(programById, 'training:read'),
      Enrolment: rowReference(enrolmentById, 'training:read'),
      SiplatihSubmission: rowReference(submissionById, 'training:read'),
      Opportunity: rowReference(opportunityById, 'training:read'),
      Assessment: rowReference(assessmentById, 'training:read'),
      AssessmentResult: rowReference(assessmentResultById, 'training:read'),
      Class: rowReference(classById, 'training:read'),
      AttendanceRecord: rowReference(attendanceRecordById, 'training:read'),
      Subject: rowReference(subjectById, 'training:read'),
      Grade: rowReference(gradeById, 'training:read'),
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
          new ClassResolver(new ClassService(neighbours)),
          new ClassJoinsResolver(),
          new ClassMembershipResolver(new MembershipService(neighbours)),
          new ClassMembershipJoinsResolver(),
          new ProgramClassesResolver(),
          new StudentClassesResolver(),
          new AttendanceRecordResolver(new AttendanceService(neighbours)),
          new AttendanceRecordJoinsResolver(),
          new ClassAttendanceResolver(),
          new StudentAttendanceResolver(),
          new SubjectResolver(new SubjectService(neighbours)),
          new ProgramSubjectsResolver(),
          new GradeResolver(new GradeService(neighbours)),
          new GradeJoinsResolver(),
          new SubjectGradesResolver(),
          new StudentGradesResolver(),
        ],
        tasks: [sender.task],
      };
    },
  };
}
