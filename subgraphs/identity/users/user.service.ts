import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation } from '../organisations/owning-organisation.ts';
import type { CreateUserInput } from './user.inputs.ts';
import { User } from './user.ts';

const duplicates = {
  users_email: () =>
    new HubError('DUPLICATE_EMAIL', {
      details: [{ field: 'email', message: 'is taken in this organisation' }],
    }),
};

export class UserService {
  /** Creates a user of an organisation that the caller administers. Throws DUPLICATE_EMAIL, VALIDATION_ERROR. */
  async create(input: CreateUserInput, context: SubgraphContext): Promise<User> {
    const organisationId = await owningOrganisation(input.organisationId, context);
    return context.em
      .transactional(async (em) => {
        const { name, email, role } = input;
        const user = Object.assign(new User(), { organisationId, name, email, role });
        em.persist(user);
        await em.flush();
        await record(em, {
          type: 'user.created',
          subject: { type: 'User', id: user.id },
          audience: [organisationId],
          data: { user_id: user.id, name, email, role },
          actor: context.principal.id,
          requestId: context.requestId,
        });
        return user;
      })
      .catch((error) => duplicateError(error, duplicates));
  }
}
