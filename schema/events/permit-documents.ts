import { z } from 'zod';
import { defineEvent, exampleIds, id } from './define.ts';

const permit = { owner: 'permits', since: '0.1.0', subject: 'Permit' } as const;
const exampleDocument = '01890a5d-ac96-774b-bcce-b302099a8111';
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const permitDocumentEvents = {
  'permit.document_changed': defineEvent({
    ...permit,
    security: true,
    description:
      'A document of a permit was begun, or got further. `signature_unknown`: it was sent to be signed, and a person has to find out whether it was. `sha256` is that of the signed file, or of the one that was uploaded.',
    data: z.strictObject({
      permit_id: id,
      registration_id: z.string(),
      permit_number: z.string().nullable(),
      document_id: id,
      previous_status: z.string().nullable(),
      status: z.string(),
      signature_unknown: z.boolean(),
      reason: z.string().nullable(),
      sha256: sha256.nullable(),
    }),
    example: {
      permit_id: exampleIds.permit,
      registration_id: '2026/IL/000402',
      permit_number: '503/402/ILPK/2026',
      document_id: exampleDocument,
      previous_status: 'PENDING_SIGNATURE',
      status: 'SIGNED',
      signature_unknown: false,
      reason: null,
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    },
  }),
  'permit.document_import_failed': defineEvent({
    ...permit,
    description:
      'The PDF of a document was to be imported and could not be had, or may not be signed. `imported_from` is the address without what stands behind a question mark. One that was imported is told by `permit.document_changed`.',
    data: z.strictObject({
      permit_id: id,
      registration_id: z.string(),
      document_id: id,
      imported_from: z.string(),
      problem: z.string(),
    }),
    example: {
      permit_id: exampleIds.permit,
      registration_id: '2026/IL/000402',
      document_id: exampleDocument,
      imported_from: 'https://izin.example.go.id/berkas/402.pdf',
      problem: 'The address answers 404.',
    },
  }),
  'permit.expiring': defineEvent({
    ...permit,
    description:
      'A permit expires in 60 days, and again in 30: each told once for a permit and its day of expiry. Where that day became known late, the later reminder alone is given.',
    data: z.strictObject({
      permit_id: id,
      registration_id: z.string(),
      permit_type: z.string().nullable(),
      permit_number: z.string().nullable(),
      expires_on: z.iso.date(),
      reminder_days: z.int(),
      days_left: z.int().min(1),
    }),
    example: {
      permit_id: exampleIds.permit,
      registration_id: '2026/IL/000402',
      permit_type: 'Izin Lembaga Pelatihan Kerja',
      permit_number: '503/402/ILPK/2026',
      expires_on: '2027-09-30',
      reminder_days: 60,
      days_left: 60,
    },
  }),
};
