import { duplicateError } from '../../../platform/db/duplicate.ts';
import { hasChanged } from '../../../platform/db/has-changed.ts';
import { patch } from '../../../platform/db/patch.ts';
import { Environment, newOrganisationId } from '../../../platform/environment.ts';
import { HubError, notFound } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { e164 } from '../../../platform/phone.ts';
import { record } from '../../../schema/events/record.ts';
import type {
  CreateOrganisationInput,
  SetOrganisationTierInput,
  UpdateOrganisationInput,
} from './organisation.inputs.ts';
import { Organisation } from './organisation.ts';

const duplicates = {
  organisations_registration_number_key: () =>
    new HubError('DUPLICATE', {
      message: 'An organisation with this registration number exists already.',
      details: [{ field: 'registrationNumber', message: 'is taken' }],
    }),
};

export class OrganisationService {
  /**
   * Creates an organisation in the environment of the caller; only the platform's operator may. Throws
   * DUPLICATE for a taken registration number, FORBIDDEN for the other environment.
   */
  async create(
    { environment, ...input }: CreateOrganisationInput,
    context: SubgraphContext,
  ): Promise<Organisation> {
    if (context.principal.kind !== 'platform') {
      throw new HubError('FORBIDDEN', { message: 'Only the operator of the hub creates organisations.' });
    }
    const own = context.principal.sandbox ? Environment.SANDBOX : Environment.LIVE;
    if (environment && environment !== own) {
      throw new HubError('FORBIDDEN', {
        message: `This key is of the environment ${own}, and makes organisations of that one alone; the operator has keys of ${environment} too.`,
      });
    }
    return context.em
      .transactional(async (em) => {
        const organisation = Object.assign(new Organisation(), { id: newOrganisationId(own) });
        patch(organisation, withE164(input));
        em.persist(organisation);
        await em.flush();
        await record(em, this.#event('organisation.created', organisation, context));
        return organisation;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Changes an organisation that the caller may see. Throws NOT_FOUND, DUPLICATE, FORBIDDEN for learners. */
  async update({ id, ...changes }: UpdateOrganisationInput, context: SubgraphContext): Promise<Organisation> {
    if (context.principal.kind === 'learner') throw new HubError('FORBIDDEN');
    return context.em
      .transactional(async (em) => {
        const organisation = await em.findOne(Organisation, { id });
        if (!organisation) throw notFound('organisation', id);
        patch(organisation, withE164(changes));
        if (!hasChanged(em, organisation)) return organisation;
        await em.flush();
        await record(em, this.#event('organisation.updated', organisation, context));
        return organisation;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /** Sets the tier of an organisation; only the platform's operator may. Throws FORBIDDEN, NOT_FOUND. */
  async setTier({ id, tier }: SetOrganisationTierInput, context: SubgraphContext): Promise<Organisation> {
    if (context.principal.kind !== 'platform') {
      throw new HubError('FORBIDDEN', { message: 'Only the operator of the hub sets tiers.' });
    }
    return context.em.transactional(async (em) => {
      const organisation = await em.findOne(Organisation, { id });
      if (!organisation) throw notFound('organisation', id);
      const previous = organisation.tier;
      if (previous === tier) return organisation;
      organisation.tier = tier;
      await em.flush();
      await record(em, {
        type: 'organisation.tier_changed',
        subject: { type: 'Organisation', id },
        audience: [id],
        data: { organisation_id: id, previous_tier: previous, tier },
        actor: context.principal.id,
        requestId: context.requestId,
      });
      return organisation;
    });
  }

  #event(
    type: 'organisation.created' | 'organisation.updated',
    organisation: Organisation,
    context: SubgraphContext,
  ) {
    return {
      type,
      subject: { type: 'Organisation' as const, id: organisation.id },
      audience: [organisation.id],
      data: { organisation_id: organisation.id, name: organisation.name, kind: organisation.kind },
      actor: context.principal.id,
      requestId: context.requestId,
    };
  }
}

function withE164(fields: Partial<Omit<CreateOrganisationInput, 'environment'>>): Partial<Organisation> {
  return { ...fields, phone: fields.phone ? e164(fields.phone) : fields.phone };
}
