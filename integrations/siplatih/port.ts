import type { OutsideCall } from '../../platform/http-client/http-client.ts';

/** A training program as the ministry wants it. Field names are the ministry's. Dates are `YYYY-MM-DD`. */
export interface SiplatihProgram {
  program_code: string;
  program_name: string;
  program_name_en: string;
  lpk_registration_number: string;
  lpk_name: string;
  /** VOCATIONAL, say. */
  program_type: string;
  sector: string;
  sub_sector: string;
  duration_days: number;
  duration_hours: number;
  start_date: string;
  end_date: string;
  location: { address: string; city: string; province: string; postal_code: string };
  skkni_code: string;
  participant_capacity: number;
  instructor_qualifications: {
    name: string;
    qualification: string;
    certification?: string | undefined;
  }[];
  curriculum: { module_name: string; duration_hours: number; learning_outcomes: string[] }[];
}

/** What the ministry says of a program that it has registered, now or before. */
export interface SiplatihRegistration {
  siplatihProgramId: string;
  programCode: string;
  /** The ministry's word, such as REGISTERED. */
  status: string;
  registrationDate: Date;
}

/** How a program ended. Rates are per cent, 0 to 100. */
export interface SiplatihCompletion {
  completion_date: string;
  participants: {
    /** The 16-digit NIK in clear: this system, and no other, is sent it. */
    nik: string;
    full_name: string;
    /** COMPLETED, say. */
    completion_status: string;
    final_score: number;
    certificate_number?: string | undefined;
  }[];
  completion_rate: number;
  certification_rate: number;
}

export interface SiplatihCredential {
  credential_id: string;
  credential_url: string;
  /** The 16-digit NIK in clear. */
  participant_nik: string;
  skkni_code: string;
  /** ISO 8601. */
  issuance_date: string;
}

/** The ministry took what it was sent. Its contract names no fields: `data` is its answer as it came. */
export interface SiplatihAcceptance {
  data: Record<string, unknown>;
}

/**
 * SIPLatih, the training information system of the Ministry of Manpower. Every method throws an
 * OutsideError (see platform/http-client): REJECTED is the ministry's final no, in `vendorMessage`
 * its reason; after any other kind the same call can be made again.
 */
export interface Siplatih {
  /** Registering a program_code again answers with the program that exists. */
  registerProgram(program: SiplatihProgram, call: OutsideCall): Promise<SiplatihRegistration>;
  reportCompletion(
    siplatihProgramId: string,
    completion: SiplatihCompletion,
    call: OutsideCall,
  ): Promise<SiplatihAcceptance>;
  verifyCredential(credential: SiplatihCredential, call: OutsideCall): Promise<SiplatihAcceptance>;
}
