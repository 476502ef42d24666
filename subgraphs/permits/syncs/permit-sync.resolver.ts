import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { Cursor } from '../../../platform/federation/scalars.ts';
import { KeyedByService } from '../../../platform/idempotency/keyed-by-service.ts';
import { assertAgency } from '../agency.ts';
import { MirrorState } from '../mirror/mirror-state.ts';
import { statusOf } from '../mirror/permit-mirror.resolver.ts';
import { PermitMirrorStatus } from '../mirror/permit-mirror.ts';
import { PermitSyncProgress } from './permit-sync.change.ts';
import { syncProgress } from './permit-sync.changes.ts';
import { SyncPermitsInput } from './permit-sync.inputs.ts';
import type { PermitSyncService } from './permit-sync.service.ts';
import { PermitSync } from './permit-sync.ts';

const PermitSyncConnection = connectionType(PermitSync, 'PermitSync');
export const permitSyncById = byId(PermitSync);

@Resolver(() => PermitSync)
export class PermitSyncResolver {
  constructor(private readonly service: PermitSyncService) {}

  @Query(() => PermitSync, {
    nullable: true,
    description: 'One run of the mirror; null when there is none. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  permitSync(
    @Arg('id', () => ID, { description: 'Id of the run.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitSync | null> {
    assertAgency(context.principal);
    return context.load(permitSyncById, id);
  }

  @Query(() => PermitSyncConnection, {
    description: 'The runs of the mirror in the last 30 days, newest first. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  permitSyncs(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PermitSync>> {
    assertAgency(context.principal);
    return findPage(context.em, PermitSync, {}, page);
  }

  @Mutation(() => PermitSync, {
    description:
      'Starts a run of the mirror now, or joins the one under way. It goes on by itself: see `permitSyncProgress`. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @KeyedByService({ input: SyncPermitsInput, entity: PermitSync })
  syncPermits(
    @Arg('input', () => SyncPermitsInput, { description: 'How far it is to go.', defaultValue: {} })
    { complete }: SyncPermitsInput,
    @Ctx() { principal, keyed }: SubgraphContext,
  ): Promise<PermitSync> {
    assertAgency(principal);
    return this.service.start(principal.id, complete, keyed);
  }

  @FieldResolver(() => PermitMirrorStatus, { description: 'How the mirror stands now.' })
  async mirror(@Ctx() { em }: SubgraphContext): Promise<PermitMirrorStatus> {
    return statusOf(await em.findOneOrFail(MirrorState, { id: 1 }, { refresh: true }));
  }
}

@Resolver(() => PermitSyncProgress)
export class PermitSyncProgressResolver {
  @Subscription(() => PermitSyncProgress, {
    description:
      'Each call of runs of the mirror that somebody started, and how the others end. For the operator and agencies.',
    subscribe: ({ args, context }) =>
      syncProgress(args as { syncId?: string; after?: string }, context as SubgraphContext),
  })
  @RequiresScopes('permits:manage')
  permitSyncProgress(
    @Root() progress: PermitSyncProgress,
    @Arg('syncId', () => ID, { nullable: true, description: 'Only of this run.' }) _syncId: string | null,
    @Arg('after', () => Cursor, {
      nullable: true,
      description: 'Only what came after this cursor; from now on when absent.',
    })
    _after: string | null,
  ): PermitSyncProgress {
    return progress;
  }

  @FieldResolver(() => PermitSync)
  sync(@Root() progress: PermitSyncProgress, @Ctx() context: SubgraphContext): Promise<PermitSync | null> {
    return context.load(permitSyncById, progress.syncId);
  }
}
