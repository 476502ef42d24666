import { Field, ID, ObjectType } from 'type-graphql';
import { servicePrincipal } from '../../../platform/auth/principal.ts';
import { HubError } from '../../../platform/errors.ts';
import type { BatchLoad } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';

@ObjectType({
  description:
    'What an application shares of its student with the organisation that offers the opportunity, and nothing else of them.',
})
export class Applicant {
  @Field(() => ID, { description: 'Id of the student.' })
  studentId!: string;

  @Field(() => String, { description: 'Full name.' })
  name!: string;

  @Field(() => String, { description: 'E-mail address.' })
  email!: string;
}

const reader = servicePrincipal('training', ['identity:read']);

/** Reads applicants by the ids of students whose applications the caller sees, all of a level in one call of identity. */
export function applicants(neighbours: Neighbours): BatchLoad<string, Applicant> {
  return {
    async load(ids, { requestId }) {
      const found = await neighbours.entities<Omit<Applicant, 'studentId'>>(
        'identity',
        'Student',
        ids,
        'name email',
        {
          principal: reader,
          requestId,
        },
      );
      return ids.map((studentId, place) => {
        const student = found[place];
        if (!student) return new HubError('NOT_FOUND', { message: 'The student is no longer there.' });
        return Object.assign(new Applicant(), { studentId, ...student });
      });
    },
  };
}
