import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum HealthStatus {
  HEALTHY = 'HEALTHY',
  FAILING = 'FAILING',
  UNKNOWN = 'UNKNOWN',
}

registerEnumType(HealthStatus, {
  name: 'IntegrationHealthStatus',
  description: 'How an outside system was when it was last called.',
  valuesConfig: {
    HEALTHY: { description: 'The last call was answered as the contract says.' },
    FAILING: { description: 'The last call was not answered, or not as the contract says.' },
    UNKNOWN: { description: 'It has not been called yet.' },
  },
});

/** What calls to one outside system came to; the row is written by the hub alone and belongs to nobody. */
@Entity({ schema: 'exchange', tableName: 'integration_health' })
@ObjectType({ description: 'Health of an outside system as last seen by the calls that the hub made to it.' })
export class IntegrationHealth {
  @PrimaryKey({ type: 'string' })
  system!: string;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When a call last succeeded.' })
  lastSuccessAt: Date | null = null;

  @Property({ type: 'timestamptz', nullable: true })
  @Field(() => Date, { nullable: true, description: 'When a call last failed.' })
  lastFailureAt: Date | null = null;

  @Property({ type: 'string', nullable: true })
  @Field(() => String, { nullable: true, description: 'What was wrong with the call that last failed.' })
  lastError: string | null = null;

  @Property({ type: 'integer', nullable: true })
  @Field(() => Int, { nullable: true, description: 'How long the latest call took, in milliseconds.' })
  lastLatencyMs: number | null = null;

  @Field(() => HealthStatus, { description: 'How it was when it was last called.' })
  get status(): HealthStatus {
    const success = this.lastSuccessAt?.getTime() ?? 0;
    const failure = this.lastFailureAt?.getTime() ?? 0;
    if (success === failure) return success === 0 ? HealthStatus.UNKNOWN : HealthStatus.FAILING;
    return success > failure ? HealthStatus.HEALTHY : HealthStatus.FAILING;
  }
}
