import { registerEnumType } from 'type-graphql';

export enum SubmissionKind {
  REGISTRATION = 'REGISTRATION',
  COMPLETION = 'COMPLETION',
}

registerEnumType(SubmissionKind, {
  name: 'SiplatihSubmissionKind',
  description: 'What is told to the ministry.',
  valuesConfig: {
    REGISTRATION: { description: 'That the program exists.' },
    COMPLETION: { description: 'How the program ended, and for whom.' },
  },
});

export enum SubmissionStatus {
  QUEUED = 'QUEUED',
  SENT = 'SENT',
  ACCEPTED = 'ACCEPTED',
  REJECTED = 'REJECTED',
  FAILED = 'FAILED',
}

registerEnumType(SubmissionStatus, {
  name: 'SiplatihSubmissionStatus',
  description: 'Where a submission to the ministry stands.',
  valuesConfig: {
    QUEUED: { description: 'Stored; waits for its next attempt.' },
    SENT: { description: 'Is being sent; the ministry’s answer is not known yet.' },
    ACCEPTED: { description: 'The ministry took it.' },
    REJECTED: { description: 'The ministry refused it; lastError says why. May be submitted again.' },
    FAILED: { description: 'Given up: too many attempts, or it cannot be sent. May be submitted again.' },
  },
});

/** Every step there is, by the status that it starts from. */
export const submissionSteps: Record<SubmissionStatus, readonly SubmissionStatus[]> = {
  QUEUED: [SubmissionStatus.SENT],
  // SENT again: an attempt whose outcome was lost with its process is made once more.
  SENT: [
    SubmissionStatus.SENT,
    SubmissionStatus.QUEUED,
    SubmissionStatus.ACCEPTED,
    SubmissionStatus.REJECTED,
    SubmissionStatus.FAILED,
  ],
  ACCEPTED: [],
  REJECTED: [SubmissionStatus.QUEUED],
  FAILED: [SubmissionStatus.QUEUED],
};

/** Statuses in which the hub itself still carries the submission on. */
export const openStatuses: readonly SubmissionStatus[] = [SubmissionStatus.QUEUED, SubmissionStatus.SENT];
