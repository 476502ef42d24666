import type { SubgraphContext } from '../../../platform/federation/context.ts';
import type { Application } from './application.ts';
import type { ApplicationStageChange } from './application-stage-change.ts';

/** An event about an application: both organisations see it, that of the opportunity and that of the student. */
function eventOf(
  { organisationId, studentOrganisationId }: Application | ApplicationStageChange,
  id: string,
  { principal, requestId }: SubgraphContext,
) {
  return {
    subject: { type: 'Application' as const, id },
    audience: [...new Set([organisationId, studentOrganisationId])],
    actor: principal.id,
    requestId,
  };
}

/** That an application was submitted, for the first time or again. */
export function submittedEvent(application: Application, context: SubgraphContext) {
  const { id, studentId, opportunityId } = application;
  return {
    ...eventOf(application, id, context),
    type: 'application.submitted' as const,
    data: { application_id: id, student_id: studentId, opportunity_id: opportunityId },
  };
}

/** That an application is at another stage; stages are written as partners know them, in small letters. */
export function stageChangedEvent(step: ApplicationStageChange, context: SubgraphContext) {
  const { applicationId, previousStage, stage } = step;
  return {
    ...eventOf(step, applicationId, context),
    type: 'application.stage.changed' as const,
    data: {
      application_id: applicationId,
      old_stage: (previousStage ?? stage).toLowerCase(),
      new_stage: stage.toLowerCase(),
    },
  };
}
