import { Arg, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { audit } from '../../../../platform/audit/audit.ts';
import { runsTheHub } from '../../../../platform/auth/principal.ts';
import { RequiresScopes } from '../../../../platform/auth/requires-scopes.ts';
import { HubError } from '../../../../platform/errors.ts';
import { SubgraphContext } from '../../../../platform/federation/context.ts';
import { Idempotent } from '../../../../platform/idempotency/idempotent.ts';
import { KeyOnlyInput } from '../../../../platform/idempotency/key-only.inputs.ts';
import { SigningKeys } from './signing-keys.ts';

@ObjectType('OAuthSigningKey', { description: 'A key that signs the hub’s access tokens.' })
export class RotatedSigningKey {
  @Field(() => ID, { description: 'Id of the key; the `kid` in the header of tokens.' })
  id!: string;

  @Field(() => Date, { description: 'When it was made.' })
  createdAt!: Date;
}

@Resolver()
export class SigningKeyResolver {
  constructor(private readonly keys: SigningKeys) {}

  @Mutation(() => RotatedSigningKey, {
    description:
      'Has a new key sign access tokens. Tokens that were signed before stay valid. For the operator alone.',
  })
  @RequiresScopes('admin')
  @Idempotent(KeyOnlyInput)
  async rotateOAuthSigningKey(
    @Arg('input', () => KeyOnlyInput, { nullable: true, description: 'By what a repeat is recognised.' })
    _input: KeyOnlyInput | null,
    @Ctx() context: SubgraphContext,
  ): Promise<RotatedSigningKey> {
    if (!runsTheHub(context.principal)) {
      throw new HubError('FORBIDDEN', { message: 'Only the operator of the hub rotates its keys.' });
    }
    return context.em.transactional(async (em) => {
      const { id, createdAt } = await this.keys.rotate(em);
      await audit(em, {
        type: 'oauth_signing_key.rotated',
        subject: { type: 'OAuthSigningKey', id },
        organisations: [],
        data: {},
        actor: context.principal.id,
        requestId: context.requestId,
      });
      return { id, createdAt };
    });
  }
}
