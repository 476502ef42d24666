import type { OutsideCall } from '../../platform/http-client/http-client.ts';

/** By what the signing service knows a person: the 16-digit NIK or the e-mail address. */
export type SignerIdentity = { nik: string } | { email: string };

export interface SignatureOrder {
  pdf: Uint8Array;
  signer: SignerIdentity;
  /** Held in memory for the length of the call and nowhere else. */
  passphrase: string;
  /** Why it is signed, as the signature itself says. */
  reason: string;
  location: string;
}

/** Whether a person can sign. `UNKNOWN` is a word of the service that the hub does not know. */
export type SignerStatus = 'READY' | 'NOT_REGISTERED' | 'NO_CERTIFICATE' | 'UNKNOWN';

/** What the service says of the signatures in a PDF. */
export interface SignatureReport {
  conclusion: 'VALID' | 'INVALID' | 'NO_SIGNATURE';
  /** The service’s own word for it. */
  said: string;
  /** Names of those who signed, as far as the service says. */
  signers: string[];
}

/** A service by which people sign PDFs. Every method throws an OutsideError; no body of a call is ever recorded. */
export interface DocumentSigner {
  /**
   * The PDF, signed. Never to be called again by itself: after TIMEOUT or INVALID_REPLY nobody knows whether
   * the person has signed, nor after UNAVAILABLE with a status of 500 and above.
   */
  sign(order: SignatureOrder, call: OutsideCall): Promise<Buffer>;
  /** May be asked any number of times. */
  verify(pdf: Uint8Array, call: OutsideCall): Promise<SignatureReport>;
  /** May be asked any number of times. */
  statusOf(signer: SignerIdentity, call: OutsideCall): Promise<SignerStatus>;
}
