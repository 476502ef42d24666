import type { SeededNoun } from './seed-graph.ts';

interface Id {
  id: string;
}

export const organisationNoun: SeededNoun<Id & { registrationNumber: string }> = {
  subgraph: 'identity',
  list: 'organisations',
  selection: 'registrationNumber',
  keyOf: (node) => node.registrationNumber,
  create: 'createOrganisation',
  inputType: 'CreateOrganisationInput',
};

export const studentNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'identity',
  list: 'students',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'createStudent',
  inputType: 'CreateStudentInput',
};

export const programNoun: SeededNoun<Id & { code: string }> = {
  subgraph: 'training',
  list: 'programs',
  selection: 'code',
  keyOf: (node) => node.code,
  create: 'createProgram',
  inputType: 'CreateProgramInput',
};

export const enrolmentNoun: SeededNoun<Id & { program: Id; student: Id }> = {
  subgraph: 'training',
  list: 'enrolments',
  selection: 'program { id } student { id }',
  keyOf: (node) => `${node.program.id} ${node.student.id}`,
  create: 'enrolStudent',
  inputType: 'EnrolStudentInput',
};

export const credentialNoun: SeededNoun<Id & { enrolment: Id }> = {
  subgraph: 'credentials',
  list: 'credentials',
  selection: 'enrolment { id }',
  keyOf: (node) => node.enrolment.id,
  create: 'issueCredential',
  inputType: 'IssueCredentialInput',
};

export const opportunityNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'training',
  list: 'opportunities',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'createOpportunity',
  inputType: 'CreateOpportunityInput',
};

export const applicationNoun: SeededNoun<Id & { opportunityId: string; studentId: string }> = {
  subgraph: 'training',
  list: 'applications',
  selection: 'opportunityId studentId',
  keyOf: (node) => `${node.opportunityId} ${node.studentId}`,
  create: 'createApplication',
  inputType: 'CreateApplicationInput',
};

export const assessmentNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'training',
  list: 'assessments',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'createAssessment',
  inputType: 'CreateAssessmentInput',
};

export const resultNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'training',
  list: 'assessmentResults',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'recordAssessmentResult',
  inputType: 'RecordAssessmentResultInput',
};

export const classNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'training',
  list: 'classes',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'createClass',
  inputType: 'CreateClassInput',
};

export const subjectNoun: SeededNoun<Id & { externalId: string }> = {
  subgraph: 'training',
  list: 'subjects',
  selection: 'externalId',
  keyOf: (node) => node.externalId,
  create: 'createSubject',
  inputType: 'CreateSubjectInput',
};
