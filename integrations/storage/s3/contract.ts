import { z } from 'zod';
import { withoutTrailingSlashes } from '../../../platform/trailing-slashes.ts';

export const s3Configuration = z.object({
  /** Address of the store, without the bucket; unset means that S3 is not used. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlashes),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is no name of a bucket'),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1),
  S3_SECRET_ACCESS_KEY: z.string().min(1),
});
export type S3Configuration = z.output<typeof s3Configuration>;

/** Header in which the SHA-256 of a file is kept beside it. */
export const sha256Header = 'x-amz-meta-sha256';

/** SHA-256 of no bytes, which requests without a body are signed with. */
export const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const code = /<Code>([^<]{1,100})<\/Code>/;

/** The error code in an answer of S3, such as `NoSuchBucket`. */
export function errorCodeOf(xml: string): string | null {
  return code.exec(xml)?.[1] ?? null;
}
