import { z } from 'zod';
import { withoutTrailingSlashes } from '../../../platform/trailing-slashes.ts';
import type { SignatureReport, SignerStatus } from '../port.ts';

export const bsreConfiguration = z.object({
  /** Base URL, without `/api/v2`; unset means that BSrE is not configured. */
  BSRE_API_URL: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  /** Name and password of the hub itself, for HTTP Basic. */
  BSRE_CLIENT_ID: z.string().min(1),
  BSRE_CLIENT_SECRET: z.string().min(1),
});
export type BsreConfiguration = z.output<typeof bsreConfiguration>;

const text = z.string().min(1);
const signer = {
  nik: z
    .string()
    .regex(/^\d{16}$/)
    .optional(),
  email: z.email().optional(),
};
const oneSigner = (body: { nik?: string | undefined; email?: string | undefined }) =>
  (body.nik === undefined) !== (body.email === undefined);

/** `POST /api/v2/sign/pdf`. The hub signs invisibly, one file at a time, by passphrase. */
export const bsreSign = z
  .object({
    ...signer,
    passphrase: text,
    signatureProperties: z
      .array(
        z.object({ tampilan: z.enum(['VISIBLE', 'INVISIBLE']), location: z.string(), reason: z.string() }),
      )
      .length(1),
    file: z.array(z.base64()).length(1),
  })
  .refine(oneSigner, 'needs either nik or email');

export const bsreVerify = z.object({ file: z.base64() });

export const bsreStatus = z.object(signer).refine(oneSigner, 'needs either nik or email');

/** `time` is how long it took, in a unit that nobody has told. */
export const bsreSigned = z
  .object({ time: z.unknown(), file: z.array(z.base64()).length(1) })
  .transform(({ file }) => Buffer.from(file[0] as string, 'base64'));

const noSignature = 'NO_SIGNATURE';

export const bsreVerified = z
  .object({
    conclusion: text,
    signatureInformations: z.array(z.object({ signerName: z.string().nullish() })).nullish(),
  })
  .transform(({ conclusion, signatureInformations }): SignatureReport => {
    const known = conclusion === 'VALID' || conclusion === noSignature;
    return {
      conclusion: known ? conclusion : 'INVALID',
      said: conclusion,
      signers: (signatureInformations ?? []).flatMap(({ signerName }) => signerName ?? []),
    };
  });

const statuses: Record<string, SignerStatus> = {
  ISSUE: 'READY',
  NOT_REGISTERED: 'NOT_REGISTERED',
  '2011': 'NOT_REGISTERED',
  NO_CERTIFICATE: 'NO_CERTIFICATE',
  '2021': 'NO_CERTIFICATE',
};

/** Told by a word, or by a number where there is no word. */
export const bsreStatusTold = z
  .object({ status: z.string().nullish(), status_code: z.coerce.string().nullish() })
  .refine(({ status, status_code }) => status ?? status_code, 'tells no status')
  .transform(
    ({ status, status_code }): SignerStatus =>
      statuses[status ?? ''] ?? statuses[status_code ?? ''] ?? 'UNKNOWN',
  );
