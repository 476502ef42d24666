import { goToLinkedIn } from '../../subgraphs/credentials/exits-under-test.ts';
import { givenPerson } from '../../subgraphs/identity/fixtures.ts';
import { givenTokens } from '../../subgraphs/identity/oauth/people/signing-in-under-test.ts';
import { ask } from '../graph-request.ts';
import type { Stage } from '../rest-story.ts';
import type { Data } from '../subgraph-harness.ts';
import type { WholeGraph } from '../whole-graph.ts';
import type { Elsewhere, Step } from './step.ts';

/** What the story is played with. */
export interface StorySetting extends Elsewhere {
  /** The headers that say who calls. */
  shown: Record<NonNullable<Step['as']> | 'institution', Record<string, string>>;
  /** What there is before it begins. */
  given: Data;
}

/** A program of the institution, and a person of it who has signed in to an app; on a hub with its routes. */
export async function furnishStory(hub: WholeGraph, stage: Stage): Promise<StorySetting> {
  const { organisationId, studentId, keys } = stage;
  const createClient = async (input: object) => {
    const { createOAuthClient: made } = await ask(
      hub.graphqlUrl,
      hub.adminKey,
      'mutation($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { secret client { id } } }',
      { input: { organisationId, ...input } },
    );
    return { id: made.client.id as string, secret: made.secret as string | null };
  };
  const program = await createClient({ name: 'LMS', scopes: ['read'] });
  const redirectUri = 'http://127.0.0.1/callback';
  const native = { type: 'NATIVE', scopes: ['profile', 'email'], redirectUris: [redirectUri] };
  const app = await createClient({ name: 'Papan Belajar', ...native });
  const email = 'rina@lpk.example';
  await givenPerson(hub.hub, { email, organisationId });
  const { access_token } = await givenTokens({ issuer: hub.url }, { ...app, redirectUri }, email, {
    scope: 'profile email',
  });
  const byKey = (key: string) => ({ 'x-api-key': key });
  return {
    shown: {
      institution: byKey(keys.institution),
      operator: byKey(keys.operator),
      learner: byKey(keys.learner),
      person: { authorization: `Bearer ${access_token}` },
      nobody: {},
    },
    given: {
      studentId,
      client: { client_id: program.id, client_secret: program.secret },
      gopaySecret: hub.world.environment.GOPAY_SECRET_KEY,
    },
    pay: (orderId) => hub.world.pay(orderId),
    async agree({ headers }) {
      const back = await goToLinkedIn(headers);
      if (back.status !== 200) throw new Error(await back.text());
    },
  };
}
