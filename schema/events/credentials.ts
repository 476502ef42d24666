import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

export const credentialsEvents = {
  'credential.issued': defineEvent({
    description: 'A credential was issued.',
    owner: 'credentials',
    since: '0.1.0',
    subject: 'Credential',
    data: z.strictObject({ credential_id: id, student_id: id, program_id: id }),
    example: {
      credential_id: exampleIds.credential,
      student_id: exampleIds.student,
      program_id: exampleIds.program,
    },
  }),
};
