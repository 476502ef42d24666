import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { Integration } from './integration.ts';
import { IntegrationHealth } from './integration-health.ts';

const healthBySystem: BatchLoad<string, IntegrationHealth> = {
  async load(systems, { em }) {
    const rows = await em.find(IntegrationHealth, { system: { $in: [...systems] } });
    const found = new Map(rows.map((row) => [row.system, row]));
    return systems.map((system) => found.get(system) ?? new IntegrationHealth());
  },
};

@Resolver(() => Integration)
export class IntegrationResolver {
  constructor(
    private readonly registry: readonly Integration[],
    private readonly addresses: BatchLoad<Integration, string | null>,
  ) {}

  @Query(() => [Integration], { description: 'Every outside system that the hub knows how to call.' })
  @RequiresScopes('exchange:read')
  integrations(): readonly Integration[] {
    return this.registry;
  }

  @Query(() => Integration, {
    nullable: true,
    description: 'One outside system; null when the hub knows none of that name.',
  })
  @RequiresScopes('exchange:read')
  integration(
    @Arg('name', () => ID, { description: 'Its name, such as GOPAY; small letters will do.' }) name: string,
  ): Integration | null {
    return this.registry.find((integration) => integration.name === name.toUpperCase()) ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Where it is called; null when not configured.',
  })
  baseUrl(@Root() integration: Integration, @Ctx() context: SubgraphContext): Promise<string | null> {
    return context.load(this.addresses, integration);
  }

  @FieldResolver(() => Boolean, { description: 'Whether this hub is configured to call it.' })
  async configured(@Root() integration: Integration, @Ctx() context: SubgraphContext): Promise<boolean> {
    return (await context.load(this.addresses, integration)) !== null;
  }

  @FieldResolver(() => IntegrationHealth, { description: 'How it was when it was last called.' })
  health(@Root() integration: Integration, @Ctx() context: SubgraphContext): Promise<IntegrationHealth> {
    return context.load(healthBySystem, integration.name);
  }
}
