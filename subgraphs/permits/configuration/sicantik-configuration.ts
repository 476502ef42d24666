import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';

/** A row for each configuration that somebody has set; at most one is active. */
@Entity({ schema: 'permits', tableName: 'sicantik_configurations' })
export class StoredConfiguration {
  @PrimaryKey({ type: 'uuid' })
  id: string = uuidv7();

  @Property({ type: 'string' })
  name!: string;

  @Property({ type: 'string' })
  baseUrl!: string;

  @Property({ type: 'text', nullable: true })
  sealedApiKey: string | null = null;

  @Property({ type: 'integer' })
  timeoutMs!: number;

  @Property({ type: 'boolean' })
  active: boolean = true;

  @Property({ type: 'string' })
  setBy!: string;

  @Property({ type: 'timestamptz' })
  createdAt: Date = new Date();
}

export enum ConfigurationSource {
  ENVIRONMENT = 'ENVIRONMENT',
  MUTATION = 'MUTATION',
}

registerEnumType(ConfigurationSource, {
  name: 'SicantikConfigurationSource',
  description: 'Where a configuration comes from.',
  valuesConfig: {
    ENVIRONMENT: { description: 'From the environment of the hub: nobody has set another.' },
    MUTATION: { description: 'Set by `setSicantikConfiguration`.' },
  },
});

@ObjectType({ description: 'How the hub calls the permit registry, SICANTIK. Its key is never shown.' })
export class SicantikConfiguration {
  @Field(() => String, { description: 'Its name, for people.' })
  name!: string;

  @Field(() => String, { description: 'Base address of the registry’s interface, without a trailing slash.' })
  baseUrl!: string;

  @Field(() => Boolean, { description: 'Whether a key is sent.' })
  hasApiKey!: boolean;

  @Field(() => Int, { description: 'The longest that one call may take, in seconds.' })
  timeoutSeconds!: number;

  @Field(() => ConfigurationSource, { description: 'Where it comes from.' })
  source!: ConfigurationSource;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was set; null when it comes from the environment.',
  })
  setAt!: Date | null;
}
