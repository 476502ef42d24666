import { createHash, randomBytes } from 'node:crypto';
import { Refusal, type StandInRequest } from '../../../platform/integration-kit/sandbox-kit.ts';

/** Somebody with an account, made up at their first consent. */
export interface Member {
  personId: string;
  name: string;
}

/** What a member has allowed. */
interface Grant {
  member: Member;
  scopes: readonly string[];
  expiresAt: number;
}

interface Code extends Grant {
  redirectUri: string;
}

const codeLifeMs = 30 * 60_000;
/** 60 days, as LinkedIn has it. */
const tokenLifeMs = 60 * 24 * 3_600_000;

/** The stand-in’s members, the codes that they were sent back with, and the tokens made of them. */
export class LinkedinMembers {
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, Grant>();

  /** A code for `redirectUri` alone; it is exchanged once, within half an hour. */
  consent(name: string, scope: string, redirectUri: string): string {
    const code = randomBytes(24).toString('base64url');
    // The same name is the same person, also after the stand-in has started anew.
    const personId = createHash('sha256').update(name).digest('base64url').slice(0, 10);
    const scopes = scope.split(/[ ,]+/).filter(Boolean);
    const expiresAt = Date.now() + codeLifeMs;
    this.#codes.set(code, { member: { personId, name }, scopes, expiresAt, redirectUri });
    return code;
  }

  /** The token for a code; null when the code is unknown, used, expired, or was for another address. */
  exchange(code: string, redirectUri: string): { token: string; expiresIn: number; scope: string } | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (!found || found.redirectUri !== redirectUri || found.expiresAt <= Date.now()) return null;
    const token = randomBytes(48).toString('base64url');
    const { member, scopes } = found;
    this.#tokens.set(token, { member, scopes, expiresAt: Date.now() + tokenLifeMs });
    return { token, expiresIn: tokenLifeMs / 1000, scope: scopes.join(',') };
  }

  /** Whose token the request carries; refuses one that is unknown, revoked or expired, or lacks the scope. */
  check(request: StandInRequest, scope: string): Member {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const grant = this.#tokens.get(token);
    if (!grant || grant.expiresAt <= Date.now())
      throw new Refusal(401, 'INVALID_ACCESS_TOKEN', 'The token used in the request has been revoked.');
    if (!grant.scopes.includes(scope))
      throw new Refusal(403, 'ACCESS_DENIED', `The token does not allow ${scope}.`);
    return grant.member;
  }

  /** As when members withdraw what they allowed, in their settings. */
  revokeAll(): void {
    this.#tokens.clear();
  }
}
