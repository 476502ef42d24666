import type { EntityManager } from '@mikro-orm/postgresql';
import { duplicateError } from '../../../platform/db/duplicate.ts';
import { HubError, invalid } from '../../../platform/errors.ts';
import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Neighbours } from '../../../platform/federation/neighbours.ts';
import { record } from '../../../schema/events/record.ts';
import { owningOrganisation } from '../issuers/owning-organisation.ts';
import type { CreateAchievementInput } from './achievement.inputs.ts';
import { Achievement, type AchievementContent, contentHash } from './achievement.ts';

const duplicates = {
  achievements_content: () =>
    new HubError('DUPLICATE', { message: 'This organisation has an achievement that says the same.' }),
};

/** A program as far as its achievement is concerned. */
export interface AttestedProgram {
  id: string;
  name: string;
  nameEn: string | null;
  description: string | null;
  skkniCode: string | null;
  organisation: { id: string };
}

export class AchievementService {
  readonly #neighbours: Neighbours;

  constructor(neighbours: Neighbours) {
    this.#neighbours = neighbours;
  }

  /** Creates an achievement. Throws VALIDATION_ERROR, DUPLICATE, FORBIDDEN for learners. */
  async create(input: CreateAchievementInput, context: SubgraphContext): Promise<Achievement> {
    const { em, principal, requestId } = context;
    const organisation = await owningOrganisation(input.organisationId, context, this.#neighbours);
    const programId = input.programId ?? null;
    if (programId !== null) await this.#assertProgram(programId, organisation.id, context);
    const content: AchievementContent = {
      name: input.name,
      description: input.description,
      criteria: input.criteria ?? null,
      skkniCode: input.skkniCode ?? null,
      aqrfLevel: input.aqrfLevel ?? null,
      learningOutcomes: input.learningOutcomes ?? [],
      imageUrl: input.imageUrl ?? null,
    };
    const achievement = made(organisation.id, programId, content);
    return em
      .transactional(async (tx) => {
        tx.persist(achievement);
        await tx.flush();
        await record(tx, {
          type: 'achievement.created',
          subject: { type: 'Achievement', id: achievement.id },
          audience: [organisation.id],
          data: { achievement_id: achievement.id, program_id: programId, name: content.name.indonesian },
          actor: principal.id,
          requestId,
        });
        return achievement;
      })
      .catch((error) => duplicateError(error, duplicates));
  }

  /**
   * What the credentials of a program attest: the newest achievement made for it; or what the program
   * says itself with `changes`, which becomes an achievement the first time.
   */
  async ofProgram(
    em: EntityManager,
    program: AttestedProgram,
    changes: Partial<AchievementContent> = {},
  ): Promise<Achievement> {
    const organisationId = program.organisation.id;
    const own = await em.findOne(
      Achievement,
      { organisationId, programId: program.id },
      { filters: { fence: false }, orderBy: { id: 'desc' } },
    );
    if (own && Object.keys(changes).length === 0) return own;
    const said = {
      name: { indonesian: program.name, english: program.nameEn },
      description: { indonesian: program.description ?? program.name },
      criteria: null,
      skkniCode: program.skkniCode,
      aqrfLevel: null,
      learningOutcomes: [],
      imageUrl: null,
    };
    return this.#thatSays(em, organisationId, { ...(own ?? said), ...changes });
  }

  async #thatSays(
    em: EntityManager,
    organisationId: string,
    content: AchievementContent,
  ): Promise<Achievement> {
    const achievement = made(organisationId, null, content);
    await em.fork().upsert(Achievement, achievement, {
      onConflictFields: ['organisationId', 'contentHash'],
      onConflictAction: 'ignore',
    });
    const { contentHash: hash } = achievement;
    return em.findOneOrFail(
      Achievement,
      { organisationId, contentHash: hash },
      { filters: { fence: false } },
    );
  }

  async #assertProgram(id: string, organisationId: string, context: SubgraphContext): Promise<void> {
    const { principal, requestId } = context;
    const program = await this.#neighbours.entity<{ organisation: { id: string } }>(
      'training',
      'Program',
      id,
      'organisation { id }',
      { principal: { ...principal, scopes: ['training:read'] }, requestId },
    );
    if (program?.organisation.id !== organisationId)
      throw invalid('programId', 'names no program of the organisation');
  }
}

function made(organisationId: string, programId: string | null, content: AchievementContent): Achievement {
  const { name, description, criteria, skkniCode, aqrfLevel, learningOutcomes, imageUrl } = content;
  return Object.assign(new Achievement(), {
    organisationId,
    programId,
    name,
    description,
    criteria,
    skkniCode,
    aqrfLevel,
    learningOutcomes,
    imageUrl,
    contentHash: contentHash(content),
  });
}
