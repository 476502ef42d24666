import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

export const credentialExportEvents = {
  'credential.export_changed': defineEvent({
    description:
      'A credential got further, or not, on its way to an outside system (SIPLATIH, LINKEDIN_PROFILE, LINKEDIN_FEED, EUROPASS). What the holder does on LinkedIn is told to the holder alone.',
    owner: 'credentials',
    since: '0.1.0',
    subject: 'Credential',
    data: z.strictObject({
      export_id: id,
      credential_id: id,
      student_id: id,
      destination: z.string(),
      previous_status: z.string().nullable(),
      status: z.string(),
      attempts: z.int(),
      failure_code: z.string().nullable(),
    }),
    example: {
      export_id: '01890a5d-ac96-774b-bcce-b302099a8010',
      credential_id: exampleIds.credential,
      student_id: exampleIds.student,
      destination: 'EUROPASS',
      previous_status: 'SENDING',
      status: 'SUCCEEDED',
      attempts: 1,
      failure_code: null,
    },
  }),
};
