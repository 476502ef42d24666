import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../../platform/auth/requires-scopes.ts';
import { Role } from '../../../../platform/auth/roles.ts';
import type { BatchLoad } from '../../../../platform/federation/context.ts';
import { SubgraphContext } from '../../../../platform/federation/context.ts';
import { Viewer } from '../../api-keys/viewer.resolver.ts';
import type { SignInService } from '../../sign-in/sign-in.service.ts';
import type { SignedInPerson } from '../../sign-in/signed-in-person.ts';

@ObjectType({ description: 'Who has signed in.' })
export class ViewerPerson {
  @Field(() => ID, { description: 'Id of the person; the `sub` of their tokens.' })
  userId!: string;

  @RequiresScopes('profile', 'admin')
  @Field(() => String, { nullable: true, description: 'Full name.' })
  name!: string;

  @RequiresScopes('profile', 'admin')
  @Field(() => Role, { nullable: true, description: 'What the person is to the organisation.' })
  role!: Role;

  @RequiresScopes('email', 'admin')
  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email!: string;
}

/** Who asks, where it is somebody and not a program. */
@Resolver(() => Viewer)
export class ViewerPersonResolver {
  readonly #people: BatchLoad<string, SignedInPerson | null>;

  constructor(signIn: SignInService) {
    this.#people = { load: (ids) => Promise.all(ids.map((id) => signIn.personOf(id))) };
  }

  @FieldResolver(() => ViewerPerson, {
    nullable: true,
    description: 'The person who has signed in; null for keys and for programs that call for themselves.',
  })
  async person(@Ctx() context: SubgraphContext): Promise<ViewerPerson | null> {
    const { userId } = context.principal;
    if (userId === undefined) return null;
    const person = await context.load(this.#people, userId);
    return person ? Object.assign(new ViewerPerson(), person, { userId }) : null;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Id of the OAuth client by which is asked; null for keys.',
  })
  clientId(@Ctx() { principal }: SubgraphContext): string | null {
    return principal.clientId ?? null;
  }
}
