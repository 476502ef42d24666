import type { EntityManager } from '@mikro-orm/postgresql';
import type { Europass } from '../../../integrations/europass/port.ts';
import type { LinkedIn } from '../../../integrations/linkedin/port.ts';
import type { Siplatih } from '../../../integrations/siplatih/port.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { isOfSandbox } from '../../../platform/environment.ts';
import { HubError, invalid, isErrorCode } from '../../../platform/errors.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import type { OutsideCall } from '../../../platform/http-client/http-client.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import type { LinkedInConnectionService } from '../linkedin-connections/linkedin-connection.service.ts';
import { type CredentialFacts, forEuropass, forLinkedIn } from './credential-facts.ts';
import { ExportDestination } from './export.state.ts';
import type { CredentialExport } from './export.ts';
import { holderDid } from './holder-did.ts';

/** What an outside system made of a credential. */
export type Taken = Partial<Pick<CredentialExport, 'externalId' | 'externalStatus' | 'url' | 'qrCode'>>;

/** One attempt to send an export. */
export interface Attempt {
  export: CredentialExport;
  facts: CredentialFacts;
  em: EntityManager;
  asking: { principal: Principal; requestId: string };
  call: OutsideCall;
}

/** An outside system as the exports know it. */
export interface Destination {
  configured: boolean;
  /** Whether sending again what may have arrived leaves it there once. */
  repeatable: boolean;
  /** Whether it is sent with the hub’s own credentials: then 401 and 403 are the operator’s to mend, and no answer. */
  hubCredentials: boolean;
  /** Throws OutsideError, or an error of the catalogue for what stood in the way before anything was sent. */
  send(attempt: Attempt): Promise<Taken>;
}

export type Destinations = Readonly<Record<ExportDestination, Destination>>;

export interface DestinationParts {
  siplatih: Siplatih | null;
  linkedin: LinkedIn | null;
  europass: Europass | null;
  connections: LinkedInConnectionService;
  neighbours: Neighbours;
}

export function destinations(parts: DestinationParts): Destinations {
  const { siplatih, linkedin, europass, connections, neighbours } = parts;
  const ofHub = { repeatable: true, hubCredentials: true };
  const ofMember = { configured: linkedin !== null, repeatable: false, hubCredentials: false };
  return {
    [ExportDestination.SIPLATIH]: {
      ...ofHub,
      configured: siplatih !== null,
      async send({ export: one, facts, asking, call }) {
        const body = {
          credential_id: facts.id,
          credential_url: facts.url,
          participant_nik: await nikOf(one.studentId, neighbours, asking),
          skkni_code: skkniCodeOf(facts),
          issuance_date: facts.issuedAt.toISOString(),
        };
        const { data } = await configured(siplatih).verifyCredential(body, call);
        return { externalStatus: typeof data.status === 'string' ? data.status : null };
      },
    },
    [ExportDestination.LINKEDIN_PROFILE]: {
      ...ofMember,
      send: ({ export: one, facts, call }) =>
        asMember(connections, one.studentId, async ({ accessToken }) => {
          const { id } = await configured(linkedin).addCertification(accessToken, forLinkedIn(facts), call);
          return { externalId: id };
        }),
    },
    [ExportDestination.LINKEDIN_FEED]: {
      ...ofMember,
      send: ({ export: one, facts, call }) =>
        asMember(connections, one.studentId, async ({ accessToken, personId }) => {
          const { comment, language } = one as { comment: string; language: string };
          const share = { personId, credential: forLinkedIn(facts), comment, language };
          const { id } = await configured(linkedin).share(accessToken, share, call);
          const url = id?.startsWith('urn:li:') ? `https://www.linkedin.com/feed/update/${id}` : null;
          return { externalId: id, url };
        }),
    },
    [ExportDestination.EUROPASS]: {
      ...ofHub,
      configured: europass !== null,
      async send({ export: one, facts, em, call }) {
        const did = await holderDid(em, {
          studentId: one.studentId,
          sandbox: isOfSandbox(one.organisationId ?? ''),
        });
        const issued = await configured(europass).issue(forEuropass(facts, did), call);
        return { externalId: issued.europassId, url: issued.credentialUrl, qrCode: issued.qrCode };
      },
    },
  };
}

/** Throws VALIDATION_ERROR for a credential that the ministry cannot place. */
export function skkniCodeOf({ skkniCode }: Pick<CredentialFacts, 'skkniCode'>): string {
  if (skkniCode === null)
    throw invalid('skkniCode', 'is needed by the ministry, and the credential has none');
  return skkniCode;
}

/**
 * The student’s NIK, in clear only when `asking` holds `students:nik`. Throws VALIDATION_ERROR when they have
 * none.
 */
export async function nikOf(
  studentId: string,
  neighbours: Neighbours,
  asking: { principal: Principal; requestId: string },
): Promise<string> {
  const student = await neighbours.entity<{ nik: string | null }>(
    'identity',
    'Student',
    studentId,
    'nik',
    asking,
  );
  if (!student?.nik) throw invalid('student.nik', 'is needed by the ministry, and the student has none');
  return student.nik;
}

function configured<T>(system: T | null): T {
  if (system === null) throw new HubError('NOT_CONFIGURED');
  return system;
}

/** Runs `act` with the holder’s token, which holds no more when LinkedIn answers 401. */
async function asMember(
  connections: LinkedInConnectionService,
  studentId: string,
  act: (member: { accessToken: string; personId: string }) => Promise<Taken>,
): Promise<Taken> {
  const member = await connections.use(studentId);
  try {
    return await act(member);
  } catch (error) {
    if (error instanceof OutsideError && error.status === 401)
      await connections.refused(studentId, member.accessToken);
    throw error;
  }
}

/** The code of the catalogue that an error carries: in process a HubError’s, over HTTP a GraphQLError’s. */
export function catalogued(error: unknown): { code: string; message: string; retryable: boolean } | null {
  const { message, extensions } = error as Error & { extensions?: { code?: unknown; retryable?: unknown } };
  const code = extensions?.code;
  return isErrorCode(code) ? { code, message, retryable: extensions?.retryable === true } : null;
}
