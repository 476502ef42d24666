import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { ExportCredentialInput } from '../exports/export.inputs.ts';
import { WalletOfferService } from './wallet-offer.service.ts';

@ObjectType({ description: 'An invitation to a wallet to fetch a credential.' })
export class CredentialWalletOffer {
  @Field(() => String, {
    description:
      'Opens a wallet on the device that follows it, or is shown to one as a QR code: `openid-credential-offer://...`. It works once.',
  })
  url!: string;

  @Field(() => Date, { description: 'When the wallet has to begin at the latest.' })
  expiresAt!: Date;
}

@Resolver()
export class WalletOfferResolver {
  constructor(private readonly service: WalletOfferService) {}

  @Mutation(() => CredentialWalletOffer, {
    description:
      'Offers a credential to the holder’s wallet (OpenID for Verifiable Credential Issuance 1.0). The wallet gets the signed credential, which is not bound to a key of the wallet’s.',
  })
  @RequiresScopes('credentials:share')
  @Idempotent(ExportCredentialInput)
  offerCredentialToWallet(
    @Arg('input', () => ExportCredentialInput, { description: 'Which credential.' })
    input: ExportCredentialInput,
    @Ctx() context: SubgraphContext,
  ): Promise<CredentialWalletOffer> {
    return this.service.create(input.credentialId, context);
  }
}
