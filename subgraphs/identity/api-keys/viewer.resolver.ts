import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Environment } from '../../../platform/environment.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';

@ObjectType({ description: 'Who is asking.' })
export class Viewer {
  @Field(() => ID, { description: 'Id of the caller: that of the key, or `anonymous`.' })
  id!: string;

  @Field(() => String, { description: '`anonymous`, `platform`, `organisation`, `learner` or `service`.' })
  kind!: string;

  @Field(() => [String], { description: 'What the caller is allowed.' })
  scopes!: readonly string[];

  @Field(() => Environment, {
    description: 'Where the caller is: among what is real, or among what is there to be tried.',
  })
  get environment(): Environment {
    return this.sandbox ? Environment.SANDBOX : Environment.LIVE;
  }

  organisationId!: string | null;
  sandbox?: boolean | undefined;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Who is asking, and with which scopes. Open to everybody.' })
  viewer(@Ctx() context: SubgraphContext): Viewer {
    const { id, kind, scopes, organisationId, sandbox } = context.principal;
    return Object.assign(new Viewer(), { id, kind, scopes, organisationId, sandbox });
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the caller acts for.',
  })
  organisation(@Root() viewer: Viewer, @Ctx() context: SubgraphContext): Promise<Organisation | null> | null {
    return viewer.organisationId === null ? null : context.load(organisationById, viewer.organisationId);
  }
}
