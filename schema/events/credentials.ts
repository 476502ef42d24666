import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const credential = {
  owner: 'credentials',
  since: '0.1.0',
  subject: 'Credential',
  data: z.strictObject({ credential_id: id, student_id: id, program_id: id }),
  example: {
    credential_id: exampleIds.credential,
    student_id: exampleIds.student,
    program_id: exampleIds.program,
  },
} as const;

const issuer = { owner: 'credentials', since: '0.1.0', subject: 'Issuer', security: true } as const;

export const credentialsEvents = {
  'credential.issued': defineEvent({ ...credential, description: 'A credential was issued.' }),
  'credential.suspended': defineEvent({
    ...credential,
    security: true,
    description: 'An issuer suspended a credential for the time being.',
  }),
  'credential.reinstated': defineEvent({
    ...credential,
    security: true,
    description: 'A credential that was suspended holds again.',
  }),
  'credential.revoked': defineEvent({
    ...credential,
    security: true,
    description: 'An issuer revoked a credential for good.',
  }),
  'credential.expired': defineEvent({ ...credential, description: 'The validity of a credential ended.' }),
  'credential.issuance_failed': defineEvent({
    description: 'The credential that was promised when an enrolment was completed cannot be issued.',
    owner: 'credentials',
    since: '0.1.0',
    subject: 'Enrolment',
    data: z.strictObject({
      enrolment_id: id,
      credential_id: id,
      student_id: id,
      program_id: id,
      code: z.string(),
      message: z.string(),
    }),
    example: {
      enrolment_id: exampleIds.enrolment,
      credential_id: exampleIds.credential,
      student_id: exampleIds.student,
      program_id: exampleIds.program,
      code: 'DUPLICATE',
      message: 'This issuer has used the certificate number before.',
    },
  }),
  'achievement.created': defineEvent({
    description: 'An organisation described something that can be achieved.',
    owner: 'credentials',
    since: '0.1.0',
    subject: 'Achievement',
    data: z.strictObject({ achievement_id: id, program_id: id.nullable(), name: z.string() }),
    example: {
      achievement_id: '01890a5d-ac96-774b-bcce-b302099a8010',
      program_id: exampleIds.program,
      name: 'Pengembangan Perangkat Lunak Lanjutan',
    },
  }),
  'issuer.updated': defineEvent({
    ...issuer,
    description: 'An organisation changed what it shows of itself on credentials.',
    data: z.strictObject({ issuer_id: id, name: z.string() }),
    example: { issuer_id: exampleIds.organisation, name: 'LPK Teknologi Indonesia' },
  }),
  'issuer.key_rotated': defineEvent({
    ...issuer,
    description: 'An issuer signs with a new key from now on.',
    data: z.strictObject({ issuer_id: id, key_id: id, public_key: z.string() }),
    example: {
      issuer_id: exampleIds.organisation,
      key_id: '01890a5d-ac96-774b-bcce-b302099a8011',
      public_key: 'z6Mkrmvtq4evwKXpcbnkAaodCEu1GCv3tm7T2AheJyCZDGsn',
    },
  }),
};
