import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { KeyOnlyInput } from '../../../platform/idempotency/key-only.inputs.ts';
import { Student } from '../credentials/neighbours.ts';
import { LinkedInConnectionService } from './linkedin-connection.service.ts';
import { LinkedInConnection } from './linkedin-connection.ts';

@ObjectType({ description: 'Where a learner’s browser begins to connect LinkedIn.' })
export class LinkedInConnectionRequest {
  @Field(() => String, {
    description: 'To be opened once, in the learner’s own browser: it leads to LinkedIn and back.',
  })
  url!: string;

  @Field(() => Date, { description: 'When the browser has to be back at the latest.' })
  expiresAt!: Date;
}

const ofStudent: BatchLoad<string, LinkedInConnection | null> = {
  async load(ids, { em }) {
    const rows = await em.find(LinkedInConnection, { studentId: { $in: [...ids] } });
    const known = new Map(rows.map((row) => [row.studentId, row]));
    return ids.map((id) => known.get(id) ?? null);
  },
};

@Resolver(() => LinkedInConnection)
export class LinkedInConnectionResolver {
  constructor(private readonly service: LinkedInConnectionService) {}

  @Mutation(() => LinkedInConnectionRequest, {
    description: 'Begins to connect the learner’s LinkedIn. Nothing is connected until they allow it there.',
  })
  @RequiresScopes('credentials:share')
  @Idempotent(KeyOnlyInput)
  connectLinkedIn(
    @Arg('input', () => KeyOnlyInput, { nullable: true, description: 'By what a repeat is recognised.' })
    _input: KeyOnlyInput | null,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedInConnectionRequest> {
    return this.service.begin(context);
  }

  @Mutation(() => [LinkedInConnection], {
    description:
      'Forgets what the learner allowed the hub on LinkedIn. (In LinkedIn’s settings they withdraw it there too.) Answers with what was connected, for each of their student records.',
  })
  @RequiresScopes('credentials:share')
  @Idempotent(KeyOnlyInput)
  disconnectLinkedIn(
    @Arg('input', () => KeyOnlyInput, { nullable: true, description: 'By what a repeat is recognised.' })
    _input: KeyOnlyInput | null,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedInConnection[]> {
    return this.service.disconnect(context);
  }
}

@Resolver(() => Student)
export class StudentLinkedInResolver {
  @FieldResolver(() => LinkedInConnection, {
    nullable: true,
    description:
      'The student’s LinkedIn; null when they never connected it, and for everybody but themselves.',
  })
  @RequiresScopes('credentials:read')
  linkedInConnection(
    @Root() student: Student,
    @Ctx() context: SubgraphContext,
  ): Promise<LinkedInConnection | null> {
    return context.load(ofStudent, student.id);
  }
}
