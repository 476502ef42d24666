import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const permit = { owner: 'permits', since: '0.1.0', subject: 'Permit' } as const;

const permitFields = {
  permit_id: id,
  registration_id: z.string(),
  permit_type: z.string().nullable(),
  permit_number: z.string().nullable(),
};
const permitExample = {
  permit_id: exampleIds.permit,
  registration_id: '2026/IL/000402',
  permit_type: 'Izin Lembaga Pelatihan Kerja',
  permit_number: '503/402/ILPK/2026',
};

export const permitsEvents = {
  'permit.issued': defineEvent({
    ...permit,
    description:
      'A permit was issued: one that was in process, or one that the registry tells of for the first time. What the registry held before the mirror was first complete is not told.',
    data: z.strictObject({ ...permitFields, received_on: z.iso.date().nullable() }),
    example: { ...permitExample, received_on: '2026-09-30' },
  }),
  'permit.status_changed': defineEvent({
    ...permit,
    description: 'A permit got further: `raw_status` is the registry’s own word for how far.',
    data: z.strictObject({
      ...permitFields,
      previous_status: z.string(),
      status: z.string(),
      previous_raw_status: z.string(),
      raw_status: z.string(),
    }),
    example: {
      ...permitExample,
      previous_status: 'IN_PROCESS',
      status: 'ISSUED',
      previous_raw_status: 'Verifikasi Berkas',
      raw_status: 'TERBIT',
    },
  }),
  'permit.vanished': defineEvent({
    ...permit,
    description: 'A permit of an organisation is no longer in the registry. The hub keeps it, flagged.',
    data: z.strictObject(permitFields),
    example: permitExample,
  }),
  'permit.linked': defineEvent({
    ...permit,
    security: true,
    description: 'A permit was said to belong to an organisation.',
    data: z.strictObject({ permit_id: id, registration_id: z.string(), organisation_id: id }),
    example: {
      permit_id: exampleIds.permit,
      registration_id: '2026/IL/000402',
      organisation_id: exampleIds.organisation,
    },
  }),
  'permit_sync.progressed': defineEvent({
    description:
      'A run of the mirror got further. Each call of a run that was started by hand is told; of the others how they ended.',
    owner: 'permits',
    since: '0.1.0',
    subject: 'PermitSync',
    data: z.strictObject({ sync_id: id, status: z.string(), phase: z.string(), calls: z.int() }),
    example: { sync_id: exampleIds.permitSync, status: 'RUNNING', phase: 'SWEEP', calls: 12 },
  }),
};
