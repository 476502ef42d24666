import type { FilterQuery } from '@mikro-orm/postgresql';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { type BatchLoad, SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { ApiRequestLogFilter } from './api-request-log.inputs.ts';
import { ApiDocument, ApiRequestLog } from './api-request-log.ts';

const ApiRequestLogConnection = connectionType(ApiRequestLog, 'ApiRequestLog');

@Resolver(() => ApiRequestLog)
export class ApiRequestLogResolver {
  @Query(() => ApiRequestLogConnection, {
    description:
      'Requests to the hub, newest first, some seconds after they were answered. For the admins of an organisation, of its own callers, and for the operator. Kept for a limited time.',
  })
  @RequiresScopes('admin')
  apiRequestLogs(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => ApiRequestLogFilter, { nullable: true, description: 'Only these.' })
    filter: ApiRequestLogFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ApiRequestLog>> {
    return findPage(context.em, ApiRequestLog, conditionOf(filter), page);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation that the caller acts for.',
  })
  organisation(
    @Root() entry: ApiRequestLog,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> | null {
    return entry.organisationId === null ? null : context.load(organisationById, entry.organisationId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The document, without what stood in it literally; at most 8,000 characters.',
  })
  document(@Root() entry: ApiRequestLog, @Ctx() context: SubgraphContext): Promise<string | null> | null {
    return entry.documentHash === null ? null : context.load(documentByHash, entry.documentHash);
  }
}

const documentByHash: BatchLoad<string, string | null> = {
  async load(hashes, { em }) {
    const found = await em.find(ApiDocument, { hash: { $in: [...hashes] } });
    const documents = new Map(found.map(({ hash, document }) => [hash, document]));
    return hashes.map((hash) => documents.get(hash) ?? null);
  },
};

function conditionOf(filter: ApiRequestLogFilter | null): FilterQuery<ApiRequestLog> {
  const { from, until, field, code, minMs, ...exact } = given(filter);
  const conditions: FilterQuery<ApiRequestLog>[] = [exact];
  // By id, which is by time: PostgreSQL then knows which days it need not look into.
  if (from) conditions.push({ id: { $gte: firstIdAt(from) } });
  if (until) conditions.push({ id: { $lt: firstIdAt(until) } });
  if (field) conditions.push({ fields: { $contains: [field] } });
  if (code) conditions.push({ codes: { $contains: [code] } });
  if (minMs) conditions.push({ ms: { $gte: minMs } });
  return { $and: conditions };
}

/** The least UUIDv7 of a moment. */
function firstIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
