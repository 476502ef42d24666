import { z } from 'zod';
import { withoutTrailingSlashes } from '../../platform/trailing-slashes.ts';
import type { SiplatihAcceptance, SiplatihRegistration } from './port.ts';

export const siplatihConfiguration = z.object({
  /** Base URL; unset means that SIPLatih is not configured. */
  SIPLATIH_API_URL: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  SIPLATIH_CLIENT_ID: z.string().min(1),
  SIPLATIH_CLIENT_SECRET: z.string().min(1),
});
export type SiplatihConfiguration = z.output<typeof siplatihConfiguration>;

export const siplatihScope = 'training:read training:write credential:read credential:write';

const text = z.string().min(1);
const nik = z.string().regex(/^\d{16}$/, 'is no NIK of 16 digits');
const rate = z.number().min(0).max(100);

export const siplatihProgram = z.strictObject({
  program_code: text,
  program_name: text,
  program_name_en: text,
  lpk_registration_number: text,
  lpk_name: text,
  program_type: text,
  sector: text,
  sub_sector: text,
  duration_days: z.int().min(1),
  duration_hours: z.int().min(1),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  location: z.strictObject({ address: text, city: text, province: text, postal_code: text }),
  skkni_code: text,
  participant_capacity: z.int().min(1),
  instructor_qualifications: z.array(
    z.strictObject({ name: text, qualification: text, certification: text.optional() }),
  ),
  curriculum: z.array(
    z.strictObject({
      module_name: text,
      duration_hours: z.number().min(0),
      learning_outcomes: z.array(text),
    }),
  ),
});

export const siplatihCompletion = z.strictObject({
  completion_date: z.iso.date(),
  participants: z.array(
    z.strictObject({
      nik,
      full_name: text,
      completion_status: text,
      final_score: z.number(),
      certificate_number: text.optional(),
    }),
  ),
  completion_rate: rate,
  certification_rate: rate,
});

export const siplatihCredential = z.strictObject({
  credential_id: text,
  credential_url: z.url({ protocol: /^https?$/ }),
  participant_nik: nik,
  skkni_code: text,
  issuance_date: z.iso.datetime({ offset: true }),
});

export const siplatihRegistered = z
  .object({
    success: z.literal(true),
    data: z.object({
      siplatih_program_id: text,
      program_code: text,
      status: text,
      registration_date: z.iso.datetime({ offset: true }),
    }),
  })
  .transform(
    ({ data }): SiplatihRegistration => ({
      siplatihProgramId: data.siplatih_program_id,
      programCode: data.program_code,
      status: data.status,
      registrationDate: new Date(data.registration_date),
    }),
  );

export const siplatihAccepted = z
  .object({ success: z.literal(true), data: z.record(z.string(), z.unknown()).nullish() })
  .transform((reply): SiplatihAcceptance => ({ data: reply.data ?? {} }));
