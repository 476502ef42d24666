import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { ConnectIntegrationInput, IntegrationNameInput } from './integration-action.inputs.ts';
import type { IntegrationActionService } from './integration-action.service.ts';
import { IntegrationConnection, IntegrationSync } from './integration-action.ts';

@Resolver()
export class IntegrationActionResolver {
  constructor(private readonly service: IntegrationActionService) {}

  @Mutation(() => IntegrationConnection, {
    description:
      'Connects an outside system: SICANTIK as `setSicantikConfiguration` does, for the operator and agencies; LinkedIn as `connectLinkedIn` does, for a learner. The others are connected by the configuration of the hub: CONFLICT.',
  })
  @RequiresScopes('exchange:write', 'credentials:share', 'permits:manage')
  connectIntegration(
    @Arg('input', () => ConnectIntegrationInput, { description: 'Which one, and how.' })
    input: ConnectIntegrationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<IntegrationConnection> {
    return this.service.connect(input, context);
  }

  @Mutation(() => IntegrationSync, {
    description:
      'Brings the hub up to date with an outside system now: SICANTIK as `syncPermits` does, for the operator and agencies. From the others nothing is fetched: CONFLICT.',
  })
  @RequiresScopes('exchange:write', 'permits:manage')
  syncIntegration(
    @Arg('input', () => IntegrationNameInput, { description: 'Which one.' }) { name }: IntegrationNameInput,
    @Ctx() context: SubgraphContext,
  ): Promise<IntegrationSync> {
    return this.service.sync(name, context);
  }

  @Mutation(() => IntegrationConnection, {
    description:
      'Ends what `connectIntegration` began: SICANTIK is called as the configuration of the hub says again, if it says anything; LinkedIn is disconnected as `disconnectLinkedIn` does. The others: CONFLICT.',
  })
  @RequiresScopes('exchange:write', 'credentials:share', 'permits:manage')
  disconnectIntegration(
    @Arg('input', () => IntegrationNameInput, { description: 'Which one.' }) { name }: IntegrationNameInput,
    @Ctx() context: SubgraphContext,
  ): Promise<IntegrationConnection> {
    return this.service.disconnect(name, context);
  }
}
