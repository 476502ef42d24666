import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { HubError } from '../../../platform/errors.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { OutsideError } from '../../../platform/http-client/outside-error.ts';
import { assertAgency } from '../agency.ts';
import type { RegistryCaller } from '../calls/registry-caller.ts';
import { registryErrorCode } from '../calls/registry-error.ts';
import { SicantikConnectionTest } from './connection-test.ts';
import { SetSicantikConfigurationInput } from './sicantik-configuration.inputs.ts';
import type { SicantikConfigurationService } from './sicantik-configuration.service.ts';
import { SicantikConfiguration } from './sicantik-configuration.ts';

@Resolver(() => SicantikConfiguration)
export class SicantikConfigurationResolver {
  constructor(
    private readonly service: SicantikConfigurationService,
    private readonly caller: RegistryCaller,
  ) {}

  @Query(() => SicantikConfiguration, {
    nullable: true,
    description:
      'How the permit registry is called; null when it is not configured. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  sicantikConfiguration(@Ctx() { principal }: SubgraphContext): Promise<SicantikConfiguration | null> {
    assertAgency(principal);
    return this.service.shown();
  }

  @Mutation(() => SicantikConfiguration, {
    description:
      'Sets how the permit registry is called, in every process from its next call on. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  setSicantikConfiguration(
    @Arg('input', () => SetSicantikConfigurationInput, { description: 'The configuration.' })
    input: SetSicantikConfigurationInput,
    @Ctx() context: SubgraphContext,
  ): Promise<SicantikConfiguration> {
    assertAgency(context.principal);
    return this.service.set(input, context);
  }

  @Mutation(() => SicantikConfiguration, {
    nullable: true,
    description:
      'Takes away what was set by `setSicantikConfiguration`: the permit registry is called as the environment of the hub says again. Null when that says nothing, and then it is called no more. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  resetSicantikConfiguration(@Ctx() context: SubgraphContext): Promise<SicantikConfiguration | null> {
    assertAgency(context.principal);
    return this.service.reset(context);
  }

  @Mutation(() => SicantikConnectionTest, {
    description:
      'Asks the permit registry how many permits it has, once, to see whether it answers. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  async testSicantikConnection(@Ctx() { principal }: SubgraphContext): Promise<SicantikConnectionTest> {
    assertAgency(principal);
    const address = await this.service.address();
    if (!address) throw new HubError('NOT_CONFIGURED');
    const outcome = await this.caller.call(address, 'people', (registry, call) => registry.counts(call));
    switch (outcome.kind) {
      case 'answered':
        return testOf({ success: true, message: 'The registry answers.', statusCode: 200 });
      case 'failed': {
        const { error } = outcome;
        if (!(error instanceof OutsideError)) throw error;
        return testOf({
          success: false,
          message: error.message,
          errorCode: registryErrorCode(error),
          statusCode: error.status,
        });
      }
      case 'not yet':
        return testOf({
          success: false,
          message: 'Nothing was called: the calls that the registry allows in a minute are used up.',
          retryAt: outcome.freeAt,
        });
    }
  }
}

function testOf(
  test: Pick<SicantikConnectionTest, 'success' | 'message'> & Partial<SicantikConnectionTest>,
): SicantikConnectionTest {
  return Object.assign(new SicantikConnectionTest(), {
    errorCode: null,
    statusCode: null,
    retryAt: null,
    ...test,
  });
}
