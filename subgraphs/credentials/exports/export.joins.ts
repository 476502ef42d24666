import type { EntityManager } from '@mikro-orm/postgresql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { edcDocument } from '../../../integrations/europass/edc-document.ts';
import { addToProfileUrl } from '../../../integrations/linkedin/add-to-profile.ts';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { fencedEntityManager } from '../../../platform/db/fence.ts';
import { type ChildPage, childPages, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { Credential } from '../credentials/credential.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { type CredentialFacts, factsOf } from './credential-facts.ts';
import { CredentialExport } from './export.ts';

const CredentialExportConnection = connectionType(CredentialExport, 'CredentialExport');
const exportsOfCredential = childPages(CredentialExport, 'credentialId');

/** Issuers and achievements are public: whoever sees a credential sees what it says. */
const reader = servicePrincipal('credentials', ['credentials:read']);

@Resolver(() => Credential)
export class CredentialExitsResolver {
  readonly #facts: BatchLoad<Credential, CredentialFacts>;

  constructor(em: EntityManager, addresses: Addresses) {
    this.#facts = {
      keyOf: ({ id }) => id,
      load: (credentials) => factsOf(fencedEntityManager(em, reader), credentials, addresses),
    };
  }

  @FieldResolver(() => CredentialExportConnection, {
    description: 'Where it was taken, newest first.',
  })
  @RequiresScopes('credentials:read')
  exports(
    @Root() credential: Credential,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<CredentialExport>> {
    return context.load(exportsOfCredential, { parentId: credential.id, args });
  }

  @FieldResolver(() => String, {
    description:
      'LinkedIn’s own form, filled in: whoever opens it is asked there to add the credential to their profile. Needs no connection.',
  })
  @RequiresScopes('credentials:read')
  async linkedInAddToProfileUrl(
    @Root() credential: Credential,
    @Ctx() context: SubgraphContext,
  ): Promise<string> {
    const { issuer, ...facts } = await context.load(this.#facts, credential);
    return addToProfileUrl({ ...facts, issuerName: issuer.name });
  }

  @FieldResolver(() => GraphQLJSONObject, {
    description:
      'The credential as an unsealed European Digital Credential (European Learning Model 3, JSON-LD), for issuers that seal such. It holds the holder’s name.',
  })
  @RequiresScopes('credentials:read')
  async europassDocument(
    @Root() credential: Credential,
    @Ctx() context: SubgraphContext,
  ): Promise<Record<string, unknown>> {
    const facts = await context.load(this.#facts, credential);
    const { name, description, learningOutcomes, aqrfLevel, skkniCode, achievementUrl: url } = facts;
    return edcDocument({
      ...facts,
      achievement: { url, name, description, learningOutcomes, aqrfLevel, skkniCode },
    });
  }
}
