import { Arg, Directive, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { CredentialVerification } from './verdict.ts';
import { VerifyCredentialInput } from './verification.inputs.ts';
import { VerificationService } from './verification.service.ts';

@Resolver()
export class VerificationResolver {
  constructor(private readonly service: VerificationService) {}

  @Query(() => CredentialVerification, {
    description:
      'Checks a credential, of this hub or of another issuer, and says why it can or cannot be relied on. What has to be fetched and cannot be makes the answer UNKNOWN.',
  })
  @Directive('@cost(weight: 50)')
  @RequiresScopes('credentials:read')
  verifyCredential(
    @Arg('input', () => VerifyCredentialInput, { description: 'What to check.' })
    input: VerifyCredentialInput,
  ): Promise<CredentialVerification> {
    return this.service.verify(input);
  }
}
