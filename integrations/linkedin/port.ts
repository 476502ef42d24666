import type { OutsideCall } from '../../platform/http-client/http-client.ts';
import type { LanguageMap } from '../language-map.ts';

/** What LinkedIn is told of a credential. */
export interface LinkedInCredential {
  id: string;
  /** Its public page. */
  url: string;
  name: LanguageMap | string;
  description: LanguageMap | string | null;
  issuerName: string;
  issuedAt: Date;
  /** null when it holds for good. */
  expiresAt: Date | null;
  /** Picture of the badge, where there is one. */
  imageUrl: string | null;
}

/** What a member lets the hub do in their name. */
export interface LinkedInGrant {
  accessToken: string;
  expiresAt: Date;
}

export interface LinkedInMember {
  /** LinkedIn's id of the person, for this application only. */
  personId: string;
  name: string;
}

/** A post on the member's feed: their words about the credential. */
export interface LinkedInShare {
  personId: string;
  credential: LinkedInCredential;
  comment: string;
  /** BCP 47 tag of the language that the credential is shown in. */
  language: string;
}

/** What LinkedIn made of it: its own id, where it says one. */
export interface LinkedInAccepted {
  id: string | null;
}

/**
 * LinkedIn. Every method that calls it throws an OutsideError (see platform/http-client); REJECTED with
 * status 401 means that the member's token does not hold any more. `addCertification` and `share` are not
 * safe to repeat: what ended without an answer may have been done.
 */
export interface LinkedIn {
  /** Where the member's browser is sent to be asked for consent. `state` comes back with the answer. */
  authorizationUrl(request: { state: string; redirectUri: string }): string;
  /** `redirectUri` as it was in the authorization URL. */
  exchangeCode(request: { code: string; redirectUri: string }, call: OutsideCall): Promise<LinkedInGrant>;
  member(accessToken: string, call: OutsideCall): Promise<LinkedInMember>;
  addCertification(
    accessToken: string,
    credential: LinkedInCredential,
    call: OutsideCall,
  ): Promise<LinkedInAccepted>;
  share(accessToken: string, share: LinkedInShare, call: OutsideCall): Promise<LinkedInAccepted>;
}
