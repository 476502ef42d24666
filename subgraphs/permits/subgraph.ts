import type { PermitRegistries } from '../../integrations/permit-registry/port.ts';
import { rowReference, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { log } from '../../platform/log.ts';
import { assertAgency } from './agency.ts';
import { type CallLimit, SharedCallLimit } from './calls/call-limit.ts';
import { RegistryCaller } from './calls/registry-caller.ts';
import { SicantikCallResolver } from './calls/sicantik-call.resolver.ts';
import { SicantikCall } from './calls/sicantik-call.ts';
import { SicantikConfigurationResolver } from './configuration/sicantik-configuration.resolver.ts';
import { SicantikConfigurationService } from './configuration/sicantik-configuration.service.ts';
import { StoredConfiguration } from './configuration/sicantik-configuration.ts';
import {
  type DocumentsOptions,
  documentParts,
  documentResolvers,
  documentRoutePrefixes,
  noDocuments,
} from './documents/documents.ts';
import { permitDocumentById } from './documents/permit-document.resolver.ts';
import { PermitDocument } from './documents/permit-document.ts';
import { expiryReminders } from './expiry/expiry-reminders.ts';
import { MirrorState } from './mirror/mirror-state.ts';
import { mirrorTasks } from './mirror/mirror-tasks.ts';
import { PermitMirrorResolver } from './mirror/permit-mirror.resolver.ts';
import { PermitMirror } from './mirror/permit-mirror.service.ts';
import { Organisation } from './organisation.ts';
import { PermitTypeResolver, permitTypeById } from './permit-types/permit-type.resolver.ts';
import { PermitType } from './permit-types/permit-type.ts';
import { OrganisationPermitsResolver, PermitResolver, permitById } from './permits/permit.resolver.ts';
import { Permit } from './permits/permit.ts';
import { PermitLinkService } from './permits/permit-link.service.ts';
import { PermitStatisticsResolver } from './statistics/permit-statistics.resolver.ts';
import {
  PermitSyncProgressResolver,
  PermitSyncResolver,
  permitSyncById,
} from './syncs/permit-sync.resolver.ts';
import { PermitSyncService } from './syncs/permit-sync.service.ts';
import { PermitSync } from './syncs/permit-sync.ts';
import { SyncRunner } from './syncs/sync-runner.ts';

export interface PermitsOptions {
  registries: PermitRegistries;
  /** Whether the registry's address may be set to one that is not https: in a hub of one process. */
  allowHttp?: boolean;
  /** Whether the mirror starts to fill as soon as the hub runs, instead of at the next quarter of an hour. */
  startAtOnce?: boolean;
  /** Ten calls a minute of all processes together when absent. */
  limit?: CallLimit;
  /** Neither kept nor signed when absent. */
  documents?: DocumentsOptions;
}

/** Permits also take in what the registry tells. */
export interface PermitsParts extends SubgraphParts {
  mirror: PermitMirror;
  syncs: PermitSyncService;
}

/** What is permitted: the permits of the registry, and whose they are. */
export function permits(options: PermitsOptions) {
  const { registries, allowHttp = false, startAtOnce = false } = options;
  return {
    name: 'permits',
    entities: [
      Permit,
      PermitType,
      PermitSync,
      MirrorState,
      StoredConfiguration,
      SicantikCall,
      PermitDocument,
    ],
    resolvers: [
      PermitResolver,
      OrganisationPermitsResolver,
      PermitTypeResolver,
      PermitMirrorResolver,
      PermitStatisticsResolver,
      PermitSyncResolver,
      PermitSyncProgressResolver,
      SicantikConfigurationResolver,
      SicantikCallResolver,
      ...documentResolvers,
    ],
    references: {
      Permit: rowReference(permitById, 'permits:read'),
      PermitType: rowReference(permitTypeById, 'permits:read'),
      PermitDocument: rowReference(permitDocumentById, 'permits:read'),
      PermitSync: {
        scopes: ['permits:manage'],
        resolve: ({ id }: { id: string }, context) => {
          assertAgency(context.principal);
          return context.load(permitSyncById, id);
        },
      },
      Organisation: stubReference((id) => Organisation.of(id)),
    },
    routePrefixes: documentRoutePrefixes,
    create(kit: SubgraphKit): PermitsParts {
      const { orm, cipher, neighbours } = kit;
      const documents = documentParts(kit, options.documents ?? noDocuments);
      const mirror = new PermitMirror(orm.em);
      const caller = new RegistryCaller(orm.em, registries, options.limit ?? new SharedCallLimit(orm.em));
      const settings = { configured: registries.configured, allowHttp };
      const configuration = new SicantikConfigurationService(orm.em, cipher, settings);
      const syncs = new PermitSyncService(orm.em, configuration);
      let starting: Promise<void> | undefined;
      return {
        mirror,
        syncs,
        resolvers: [
          new PermitResolver(new PermitLinkService(mirror, neighbours)),
          new OrganisationPermitsResolver(),
          new PermitTypeResolver(),
          new PermitMirrorResolver(),
          new PermitStatisticsResolver(),
          new PermitSyncResolver(syncs),
          new PermitSyncProgressResolver(),
          new SicantikConfigurationResolver(configuration, caller),
          new SicantikCallResolver(),
          ...documents.resolvers,
        ],
        routes: documents.routes,
        close: documents.close,
        tasks: [
          new SyncRunner(orm.em, configuration, caller).task,
          ...mirrorTasks(orm.em, syncs),
          ...documents.tasks,
          expiryReminders(orm.em),
        ],
        services: [
          {
            name: 'permit mirror',
            start() {
              if (!startAtOnce) return;
              // Nothing is lost: the next quarter of an hour starts it.
              starting = syncs
                .startFirst()
                .catch((err) => log.warn({ err }, 'the permit mirror could not be started'));
            },
            close: async () => starting,
          },
        ],
      };
    },
  } satisfies SubgraphDefinition;
}
