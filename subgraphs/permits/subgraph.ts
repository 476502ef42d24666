import { rowReference, stubReference } from '../../platform/federation/reference.ts';
import type { SubgraphDefinition, SubgraphKit, SubgraphParts } from '../../platform/federation/subgraph.ts';
import { Organisation } from './organisation.ts';
import { PermitTypeResolver, permitTypeById } from './permit-types/permit-type.resolver.ts';
import { PermitType } from './permit-types/permit-type.ts';
import { OrganisationPermitsResolver, PermitResolver, permitById } from './permits/permit.resolver.ts';
import { Permit } from './permits/permit.ts';
import { PermitMirror } from './permits/permit-mirror.service.ts';

/** Permits also take in what the registry tells. */
export interface PermitsParts extends SubgraphParts {
  mirror: PermitMirror;
}

/** What is permitted: the permits of the registry, and whose they are. */
export const permits = {
  name: 'permits',
  entities: [Permit, PermitType],
  resolvers: [PermitResolver, OrganisationPermitsResolver, PermitTypeResolver],
  references: {
    Permit: rowReference(permitById, 'permits:read'),
    PermitType: rowReference(permitTypeById, 'permits:read'),
    Organisation: stubReference((id) => Organisation.of(id)),
  },
  create({ orm }: SubgraphKit): PermitsParts {
    return {
      mirror: new PermitMirror(orm.em),
      resolvers: [new PermitResolver(), new OrganisationPermitsResolver(), new PermitTypeResolver()],
    };
  },
} satisfies SubgraphDefinition;
