import { z } from 'zod';

export const p12Configuration = z.object({
  /** Path of a PKCS #12 file with the key and the certificate; unset means that PDFs are not sealed. */
  CERTIFICATE_P12: z.string().min(1),
  CERTIFICATE_P12_PASSPHRASE: z.string().default(''),
});
