import type { Requests } from './step.ts';

/** What is certified of a completed enrollment. */
export const credentials: Requests = [
  ({ CompleteEnrollment }) => ({
    operation: 'IssueCredential',
    body: { enrollment_id: CompleteEnrollment.id, holder_name_display: 'full' },
  }),
  () => ({ operation: 'ListCredentials', query: { status: 'active' } }),
  ({ IssueCredential }) => ({ operation: 'GetCredential', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({ operation: 'VerifyCredential', body: { text: IssueCredential.id } }),
  ({ IssueCredential }) => ({ operation: 'SubmitCredentialToSiplatih', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({
    operation: 'GenerateEuropassCredential',
    body: { credential_id: IssueCredential.id },
  }),
  ({ IssueCredential }) => ({
    operation: 'SuspendCredential',
    path: { id: IssueCredential.id },
    body: { reason: 'Nilai sedang diperiksa' },
  }),
  ({ IssueCredential }) => ({ operation: 'ReinstateCredential', path: { id: IssueCredential.id } }),
  ({ IssueCredential }) => ({
    operation: 'RevokeCredential',
    path: { id: IssueCredential.id },
    body: { reason: 'Diterbitkan untuk orang yang salah' },
  }),
];
