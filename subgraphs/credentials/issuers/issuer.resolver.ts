import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import type { BatchLoad, SubgraphContext as Context } from '../../../platform/federation/context.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { stubOf } from '../../../platform/federation/reference.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { Organisation } from '../credentials/neighbours.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { RotateIssuerKeyInput, UpdateIssuerInput } from './issuer.inputs.ts';
import { IssuerService } from './issuer.service.ts';
import { Issuer } from './issuer.ts';
import { IssuerKey } from './issuer-key.ts';

export const issuerById = byId(Issuer);

const keysOfIssuer: BatchLoad<string, IssuerKey[]> = {
  async load(ids, { em }: Context) {
    const keys = await em.find(IssuerKey, { issuerId: { $in: [...ids] } }, { orderBy: { id: 'desc' } });
    const found = Map.groupBy(keys, (key) => key.issuerId);
    return ids.map((id) => found.get(id) ?? []);
  },
};

@Resolver(() => Issuer)
export class IssuerResolver {
  constructor(
    private readonly service: IssuerService,
    private readonly addresses: Addresses,
  ) {}

  @Query(() => Issuer, {
    nullable: true,
    description: 'The issuing profile of an organisation; null when it has issued nothing yet.',
  })
  @RequiresScopes('credentials:read')
  issuer(
    @Arg('id', () => ID, { description: 'Id of the organisation.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Issuer | null> {
    return context.load(issuerById, id);
  }

  @Mutation(() => Issuer, {
    description:
      'Changes what an organisation shows of itself on the credentials that it issues from now on.',
  })
  @RequiresScopes('credentials:write')
  updateIssuer(
    @Arg('input', () => UpdateIssuerInput, { description: 'What to change.' }) input: UpdateIssuerInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Issuer> {
    return this.service.update(input, context);
  }

  @Mutation(() => Issuer, {
    description:
      'Makes a new key for an issuer. Nothing new is signed with the old one; what was signed with it stays valid.',
  })
  @RequiresScopes('credentials:write')
  @Idempotent(RotateIssuerKeyInput)
  rotateIssuerKey(
    @Arg('input', () => RotateIssuerKeyInput, { description: 'Whose key.' }) input: RotateIssuerKeyInput,
    @Ctx() context: SubgraphContext,
  ): Promise<Issuer> {
    return this.service.rotateKey(input.organisationId, context);
  }

  @FieldResolver(() => String, { description: 'Its decentralised identifier (did:web).' })
  did(@Root() issuer: Issuer): string {
    return this.addresses.issuerDid(issuer.id);
  }

  @FieldResolver(() => [IssuerKey], { description: 'The keys that it has signed with, newest first.' })
  keys(@Root() issuer: Issuer, @Ctx() context: SubgraphContext): Promise<IssuerKey[]> {
    return context.load(keysOfIssuer, issuer.id);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation.' })
  organisation(@Root() issuer: Issuer): Organisation {
    return stubOf(Organisation, issuer.id);
  }
}
