import type { EntityManager } from '@mikro-orm/postgresql';
import { Field, ID, ObjectType } from 'type-graphql';
import type { BatchLoad } from '../../../../platform/federation/context.ts';
import { Organisation } from '../../organisations/organisation.ts';
import { OAuthClient } from '../clients/oauth-client.ts';

@ObjectType('OAuthApp', { description: 'An app that people sign in to, as they know it.' })
export class OAuthApp {
  @Field(() => ID, { description: 'Id of the app; the `client_id` of OAuth.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Name of the organisation that it belongs to.' })
  organisation!: string | null;
}

/**
 * Apps by id, whoever they belong to: a person knows what they have signed in to.
 *
 * @param em not fenced
 */
export function appsBy(em: EntityManager): BatchLoad<string, OAuthApp | null> {
  const unfenced = { filters: { fence: false } } as const;
  return {
    async load(ids) {
      const fork = em.fork();
      const clients = await fork.find(OAuthClient, { id: { $in: [...ids] } }, unfenced);
      const owners = clients.map(({ organisationId }) => organisationId);
      const organisations = await fork.find(Organisation, { id: { $in: owners } }, unfenced);
      const names = new Map(organisations.map(({ id, name }) => [id, name]));
      const apps = new Map(
        clients.map(({ id, name, organisationId }) => [
          id,
          Object.assign(new OAuthApp(), { id, name, organisation: names.get(organisationId) ?? null }),
        ]),
      );
      return ids.map((id) => apps.get(id) ?? null);
    },
  };
}
