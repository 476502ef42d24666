import { registerEnumType } from 'type-graphql';

export enum DocumentStatus {
  DRAFT = 'DRAFT',
  UPLOADED = 'UPLOADED',
  PENDING_SIGNATURE = 'PENDING_SIGNATURE',
  SIGNED = 'SIGNED',
  VERIFIED = 'VERIFIED',
  REJECTED = 'REJECTED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(DocumentStatus, {
  name: 'PermitDocumentStatus',
  description: 'How far the document of a permit has come.',
  valuesConfig: {
    DRAFT: { description: 'Begun; its PDF has not been uploaded yet.' },
    UPLOADED: { description: 'Its PDF was uploaded and found to be one that may be signed.' },
    PENDING_SIGNATURE: {
      description:
        'The signing service was asked. Where `signatureUnknown` is true nobody knows what came of it, and a person resolves it.',
    },
    SIGNED: { description: 'Signed; the signing service is asked to verify it.' },
    VERIFIED: { description: 'Signed, and found valid by the signing service.' },
    REJECTED: { description: 'Refused by a person, or its signature was not found valid. Begin another.' },
    CANCELLED: { description: 'Given up, or withdrawn after it was signed.' },
  },
});

/** A step that a document may take. */
export interface Transition {
  from: DocumentStatus;
  to: DocumentStatus;
}

const { DRAFT, UPLOADED, PENDING_SIGNATURE, SIGNED, VERIFIED, REJECTED, CANCELLED } = DocumentStatus;

/** Every step there is. */
export const transitions: readonly Transition[] = [
  { from: DRAFT, to: UPLOADED },
  { from: DRAFT, to: CANCELLED },
  { from: UPLOADED, to: PENDING_SIGNATURE },
  { from: UPLOADED, to: REJECTED },
  { from: UPLOADED, to: CANCELLED },
  { from: PENDING_SIGNATURE, to: SIGNED },
  // The signing service refused, or a person has found out that it did not sign.
  { from: PENDING_SIGNATURE, to: UPLOADED },
  { from: SIGNED, to: VERIFIED },
  { from: SIGNED, to: REJECTED },
  { from: SIGNED, to: CANCELLED },
  { from: VERIFIED, to: CANCELLED },
];

export function mayBecome(from: DocumentStatus, to: DocumentStatus): boolean {
  return transitions.some((step) => step.from === from && step.to === to);
}
