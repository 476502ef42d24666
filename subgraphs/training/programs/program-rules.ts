import { type ErrorDetail, HubError } from '../../../platform/errors.ts';
import { type Program, ProgramType } from './program.ts';

/** Throws VALIDATION_ERROR with every field that does not fit the others. */
export function assertConsistent(program: Program): void {
  const details: ErrorDetail[] = [];
  if (program.type === ProgramType.VOCATIONAL && program.code === null)
    details.push({ field: 'code', message: 'is needed by a VOCATIONAL program' });
  if (program.startDate !== null && program.endDate !== null && program.endDate < program.startDate)
    details.push({ field: 'endDate', message: 'is before startDate' });
  const taught = program.curriculum.reduce((sum, module) => sum + module.durationHours, 0);
  if (program.curriculum.length > 0 && program.durationHours !== taught) {
    const message = `must be ${taught}, the sum of the curriculum’s hours`;
    details.push({ field: 'durationHours', message });
  }
  if (details.length === 0) return;
  const message = details.map((detail) => `${detail.field}: ${detail.message}`).join('; ');
  throw new HubError('VALIDATION_ERROR', { message, details });
}
