import type { FilterQuery } from '@mikro-orm/postgresql';
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { findPage, type Page, PageArgs } from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import { organisationById } from '../organisations/organisation.resolver.ts';
import { Organisation } from '../organisations/organisation.ts';
import { AuditLogFilter } from './audit.inputs.ts';
import { AuditEntry } from './audit-entry.ts';

const AuditEntryConnection = connectionType(AuditEntry, 'AuditEntry');

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'Who changed which security-relevant thing when, newest first. For the admins of an organisation, of what concerns it, and for the operator.',
  })
  @RequiresScopes('admin')
  auditLog(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditLogFilter, { nullable: true, description: 'Only these.' })
    filter: AuditLogFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<AuditEntry>> {
    return findPage(context.em, AuditEntry, conditionOf(filter), page);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: 'The organisation that it concerns.' })
  organisation(
    @Root() entry: AuditEntry,
    @Ctx() context: SubgraphContext,
  ): Promise<Organisation | null> | null {
    return entry.organisationId === null ? null : context.load(organisationById, entry.organisationId);
  }
}

function conditionOf(filter: AuditLogFilter | null): FilterQuery<AuditEntry> {
  const { types, from, until, ...exact } = given(filter);
  const conditions: FilterQuery<AuditEntry>[] = [exact];
  if (types) conditions.push({ $or: types.map(typeCondition) });
  if (from) conditions.push({ at: { $gte: from } });
  if (until) conditions.push({ at: { $lt: until } });
  return { $and: conditions };
}

function typeCondition(wanted: string): FilterQuery<AuditEntry> {
  if (!wanted.endsWith('.*')) return { type: wanted };
  const beginning = wanted.slice(0, -1).replace(/[\\%_]/g, '\\$&');
  return { type: { $like: `${beginning}%` } };
}
