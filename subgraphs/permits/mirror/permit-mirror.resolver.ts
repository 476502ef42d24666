import { Ctx, Query, Resolver } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { MirrorState } from './mirror-state.ts';
import { PermitMirrorStatus } from './permit-mirror.ts';

/** From when on the mirror is stale, read once for all permits of an operation. */
export const staleness: BatchLoad<string, Date | null> = {
  async load(keys, { em }) {
    const { staleSince } = await em.findOneOrFail(MirrorState, { id: 1 });
    return keys.map(() => staleSince);
  },
};

@Resolver(() => PermitMirrorStatus)
export class PermitMirrorResolver {
  @Query(() => PermitMirrorStatus, { description: 'How the hub’s mirror of the permit registry stands.' })
  @RequiresScopes('permits:read')
  async permitMirror(@Ctx() context: SubgraphContext): Promise<PermitMirrorStatus> {
    return statusOf(await context.em.findOneOrFail(MirrorState, { id: 1 }));
  }
}

/** The state as it may be shown. */
export function statusOf(state: MirrorState): PermitMirrorStatus {
  const { staleSince, lastAnswerAt, sweptAt, sweepStartedAt, sweepSeen, saidTotal } = state;
  const progress = saidTotal === null ? null : saidTotal === 0 ? 0 : Math.min(1, sweepSeen / saidTotal);
  const sweep = { startedAt: sweepStartedAt, seen: sweepSeen, expected: saidTotal, progress };
  return Object.assign(new PermitMirrorStatus(), { staleSince, lastAnswerAt, lastSweepAt: sweptAt, sweep });
}
