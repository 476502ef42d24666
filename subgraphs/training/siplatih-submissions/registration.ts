import type { SiplatihProgram } from '../../../integrations/siplatih/port.ts';
import { type ErrorDetail, HubError } from '../../../platform/errors.ts';
import { type Program, ProgramType } from '../programs/program.ts';

/** The training institution as identity knows it. */
export interface Institution {
  name: string;
  registrationNumber: string | null;
}

/**
 * The program as the ministry wants it (seed contract of training-programs). Throws VALIDATION_ERROR
 * with every field that the ministry needs and that is not known.
 */
export function registrationOf(program: Program, institution: Institution): SiplatihProgram {
  const details: ErrorDetail[] = [];
  const needed = <T>(field: string, value: T | null): T => {
    if (value === null) details.push({ field, message: 'is needed by the ministry' });
    return value as T;
  };
  if (program.type !== ProgramType.VOCATIONAL)
    details.push({ field: 'type', message: 'must be VOCATIONAL: the ministry registers nothing else' });
  const location = needed('location', program.location);
  const payload: SiplatihProgram = {
    program_code: needed('code', program.code),
    program_name: program.name,
    program_name_en: program.nameEn ?? program.name,
    lpk_registration_number: needed('organisation.registrationNumber', institution.registrationNumber),
    lpk_name: institution.name,
    program_type: program.type,
    sector: needed('sector', program.sector),
    sub_sector: needed('subSector', program.subSector),
    duration_days: needed('durationDays', program.durationDays),
    duration_hours: needed('durationHours', program.durationHours),
    start_date: needed('startDate', program.startDate),
    end_date: needed('endDate', program.endDate),
    location: location && {
      address: location.address,
      city: location.city,
      province: location.province,
      postal_code: location.postalCode,
    },
    skkni_code: needed('skkniCode', program.skkniCode),
    participant_capacity: needed('capacity', program.capacity),
    instructor_qualifications: program.instructors.map(({ name, qualification, certification }) => ({
      name,
      qualification,
      ...(certification && { certification }),
    })),
    curriculum: program.curriculum.map(({ moduleName, durationHours, learningOutcomes }) => ({
      module_name: moduleName,
      duration_hours: durationHours,
      learning_outcomes: learningOutcomes,
    })),
  };
  if (details.length === 0) return payload;
  const message = `The ministry needs ${details.map((detail) => detail.field).join(', ')}.`;
  throw new HubError('VALIDATION_ERROR', { message, details });
}
