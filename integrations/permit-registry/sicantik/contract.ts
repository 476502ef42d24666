import { z } from 'zod';
import { withoutTrailingSlashes } from '../../../platform/trailing-slashes.ts';
import type { PermitPage, RegistryCounts, RegistryPermitDetail, RegistryPermitType } from '../port.ts';
import { keyedEntries } from './reply-text.ts';

const baseAddress = z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes);

export const sicantikConfiguration = z.object({
  /** Base URL, such as `https://perizinan.karokab.go.id/backoffice/api`; unset means that it is not configured. */
  SICANTIK_API_URL: baseAddress,
  /** Sent as a bearer token; most installations want none. */
  SICANTIK_API_KEY: z.string().min(1).optional(),
});
export type SicantikConfiguration = z.output<typeof sicantikConfiguration>;

/** The longest that one call may take. */
export const defaultTimeoutMs = 30_000;

/** Text, or a number where the installation does not quote it; empty and absent are the same. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? '').trim() || null);

/** A calendar date, perhaps with a time behind it. What is none (`0000-00-00`, say) counts as absent. */
const date = text.transform((value) => {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '') ?? [];
  const time = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return day && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
});

const count = z
  .union([z.int().min(0), z.string().regex(/^\d{1,9}$/)])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : Number(value)));

/** An object that has one of these fields at least: what has none is another thing, such as an error. */
function having(...names: readonly string[]) {
  return z
    .record(z.string(), z.unknown())
    .refine((entry) => names.some((name) => name in entry), `has none of ${names.join(', ')}`);
}

const listed = having('pendaftaran_id', 'n_pemohon', 'n_perizinan', 'no_surat')
  .pipe(
    z.object({
      pendaftaran_id: text,
      n_pemohon: text,
      n_perizinan: text,
      no_surat: text,
      status: text,
      d_terima_berkas: date,
      d_berlaku_izin: date,
    }),
  )
  .transform((entry) => ({
    registrationId: entry.pendaftaran_id,
    applicantName: entry.n_pemohon,
    permitTypeName: entry.n_perizinan,
    permitNumber: entry.no_surat,
    rawStatus: entry.status,
    receivedOn: entry.d_terima_berkas,
    expiresOn: entry.d_berlaku_izin,
  }));

/** `listpermohonanterbit` and `listpermohonanproses`. */
export const sicantikPermits = z
  .preprocess(keyedEntries, z.array(listed))
  .transform((entries): PermitPage => {
    const permits = entries.flatMap(({ registrationId, expiresOn: _, ...rest }) =>
      registrationId === null ? [] : [{ registrationId, ...rest }],
    );
    return { permits, unreadable: entries.length - permits.length };
  });

/** `cekperizinan`: null when it names no permit. */
export const sicantikPermit = z
  .preprocess(keyedEntries, z.array(listed))
  .transform(([entry]): RegistryPermitDetail | null => {
    const registrationId = entry?.registrationId ?? null;
    return entry && registrationId !== null ? { ...entry, registrationId } : null;
  });

/** `jenisperizinanlist`: a kind without id or name says nothing. */
export const sicantikPermitTypes = z
  .preprocess(
    keyedEntries,
    z.array(having('id', 'n_perizinan').pipe(z.object({ id: text, n_perizinan: text, c_perizinan: text }))),
  )
  .transform((entries): RegistryPermitType[] =>
    entries.flatMap(({ id, n_perizinan: name, c_perizinan: code }) =>
      id === null || name === null ? [] : [{ externalId: id, name, code }],
    ),
  );

/** `jumlahPerizinan`, of which installations give as little as `total`. */
export const sicantikCounts = z
  .preprocess(
    keyedEntries,
    z.tuple([
      having('total', 'terbit', 'proses').pipe(z.object({ total: count, terbit: count, proses: count })),
    ]),
  )
  .transform(([{ total, terbit, proses }]): RegistryCounts => ({ total, issued: terbit, inProcess: proses }));
