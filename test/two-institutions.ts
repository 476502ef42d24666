import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { identityOf } from '../run/definitions.ts';
import { furnishInstitution, type Ids } from './furnished-institution.ts';
import { startWholeGraph, type WholeGraph } from './whole-graph.ts';

/** Besides what furnishing makes, what comes of people, permits and wallets. */
export type AllIds = Ids &
  Record<
    'OAuthConsent' | 'OAuthGrant' | 'SignInSession' | 'Refund' | 'PermitDocument' | 'PermitSync',
    string
  > & {
    /** The permit's id; by `Permit` it is known to the registry. */
    PermitId: string;
    Permit: string;
  };

export interface TwoInstitutions {
  whole: WholeGraph;
  one: AllIds;
  other: AllIds;
  /** One of the sandbox. */
  tried: AllIds;
}

/** The whole graph with two institutions in it, and one of the sandbox, that have a row of every kind each. */
export async function startTwoInstitutions(): Promise<TwoInstitutions> {
  const whole = await startWholeGraph();
  const operator = await identityOf(whole.hub.subgraphs).createOperatorKey('Test', ['admin', 'students:nik']);
  const furnished = async (key: string) => {
    const { ids } = await furnishInstitution(whole.graphqlUrl, key);
    return complete(whole.hub.pool, ids);
  };
  return {
    whole,
    one: await furnished(operator),
    other: await furnished(operator),
    tried: await furnished(whole.sandboxKey),
  };
}

async function complete(pool: Pool, furnished: Ids): Promise<AllIds> {
  const ids: AllIds = {
    ...furnished,
    OAuthConsent: uuidv7(),
    OAuthGrant: uuidv7(),
    SignInSession: uuidv7(),
    Refund: uuidv7(),
    PermitDocument: uuidv7(),
    PermitSync: uuidv7(),
    PermitId: uuidv7(),
    Permit: `2026/IL/${furnished.Organisation}`,
  };
  await pool.query(rowsOf(ids));
  return ids;
}

function rowsOf(ids: AllIds): string {
  const { Organisation, Student, User, OAuthClient, Enrolment, Payment } = ids;
  return `
    INSERT INTO credentials.issuance_failures (enrolment_id, organisation_id, student_id, code, message, failed_at)
      VALUES ('${Enrolment}', '${Organisation}', '${Student}', 'CONFLICT', 'no', now());
    INSERT INTO credentials.linkedin_connections
      (id, student_id, person_id, member_name, status, expires_at, connected_at, updated_at)
      VALUES (gen_random_uuid(), '${Student}', 'p', 'Siti', 'DISCONNECTED', now(), now(), now());
    INSERT INTO payments.refunds
      (id, payment_id, organisation_id, student_id, amount, reason, status, created_at, updated_at)
      VALUES ('${ids.Refund}', '${Payment}', '${Organisation}', '${Student}', 1, 'no', 'FAILED', now(), now());
    INSERT INTO identity.oauth_consents (id, user_id, client_id, organisation_id, scopes, created_at, updated_at)
      VALUES ('${ids.OAuthConsent}', '${User}', '${OAuthClient}', '${Organisation}', '{}', now(), now());
    INSERT INTO identity.oauth_grants (id, user_id, client_id, payload, created_at, last_used_at, expires_at)
      VALUES ('${ids.OAuthGrant}', '${User}', '${OAuthClient}', '{}', now(), now(), now() + interval '1 day');
    INSERT INTO identity.oauth_sessions (id, cookie_hash, uid, user_id, payload, created_at, last_used_at, expires_at)
      VALUES ('${ids.SignInSession}', '${ids.SignInSession}', '${ids.SignInSession}', '${User}', '{}', now(), now(),
        now() + interval '1 day');
    SELECT requests.store(jsonb_build_array(jsonb_build_object('id', '${uuidv7()}', 'at', now(), 'request_id', 'r',
      'organisation_id', '${Organisation}', 'caller_kind', 'organisation', 'caller_id', '${ids.ApiKey}',
      'user_id', '${User}', 'client_id', '${OAuthClient}', 'transport', 'HTTP', 'path', '/graphql',
      'fields', '[]'::jsonb, 'outcome', 'OK', 'codes', '[]'::jsonb, 'ms', 1)));
    INSERT INTO permits.permits
      (id, registration_id, status, raw_status, organisation_id, pdf_imported, pdf_signed, created_at, updated_at)
      VALUES ('${ids.PermitId}', '${ids.Permit}', 'ISSUED', 'TERBIT', '${Organisation}', false, false, now(), now());
    INSERT INTO permits.permit_documents (id, permit_id, organisation_id, status, token, signature_unknown,
      times_checked, created_by, created_at, updated_at)
      VALUES ('${ids.PermitDocument}', '${ids.PermitId}', '${Organisation}', 'DRAFT', '${Organisation}', false, 0,
        'a test', now(), now());`;
}
