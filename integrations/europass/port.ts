import type { OutsideCall } from '../../platform/http-client/http-client.ts';
import type { LanguageMap } from '../language-map.ts';

export interface EuropassLearningOutcome {
  type: 'Knowledge' | 'Skill' | 'Competence';
  description: LanguageMap | string;
}

/** What Europass is told of a credential. */
export interface EuropassCredential {
  /** Its public page, which is its id too. */
  url: string;
  issuer: { url: string; name: string };
  issuedAt: Date;
  /** null when it holds for good. */
  expiresAt: Date | null;
  holder: {
    /** `did:key:...`. */
    did: string;
    name: string;
  };
  achievement: {
    url: string;
    name: LanguageMap | string;
    description: LanguageMap | string | null;
    learningOutcomes: readonly EuropassLearningOutcome[];
    /** Level of the ASEAN Qualifications Reference Framework, 1 to 8. */
    aqrfLevel: number | null;
    /** Code of the Indonesian competency standard. */
    skkniCode: string | null;
  };
}

/** The European credential that was made of it. */
export interface EuropassIssued {
  europassId: string;
  credentialUrl: string;
  /** Address of a picture. */
  qrCode: string;
}

/** Europass, the European Union's service for digital credentials. */
export interface Europass {
  /**
   * Issues the credential there. Issuing one again answers with the same id, so that it may be repeated.
   * Throws an OutsideError (see platform/http-client).
   */
  issue(credential: EuropassCredential, call: OutsideCall): Promise<EuropassIssued>;
}
