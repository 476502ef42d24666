import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { assertAgency } from '../agency.ts';
import type { PermitMirror } from '../mirror/permit-mirror.service.ts';
import type { LinkPermitInput } from './link-permit.inputs.ts';
import type { Permit } from './permit.ts';

/** An agency may link a permit to an organisation that is not its own, whose row it cannot see itself. */
const reader = servicePrincipal('permits', ['identity:read']);

/** Says whose a permit is. */
export class PermitLinkService {
  readonly #mirror: PermitMirror;
  readonly #neighbours: Neighbours;

  constructor(mirror: PermitMirror, neighbours: Neighbours) {
    this.#mirror = mirror;
    this.#neighbours = neighbours;
  }

  /** Throws FORBIDDEN, NOT_FOUND for a permit that is not there, VALIDATION_ERROR for an organisation that is not. */
  async link({ registrationId, organisationId }: LinkPermitInput, context: SubgraphContext): Promise<Permit> {
    assertAgency(context.principal);
    const asking = { principal: reader, requestId: context.requestId };
    const known = await this.#neighbours.entity('identity', 'Organisation', organisationId, 'id', asking);
    if (!known) throw invalid('organisationId', 'names no organisation');
    return this.#mirror.linkPermit(registrationId, organisationId, context.principal.id);
  }
}
