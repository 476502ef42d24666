import { demoPermits, sandboxTypes } from '../integrations/permit-registry/sicantik/sandbox-permits.ts';
import type { PermitTypeRecord } from '../subgraphs/permits/mirror/permit-mirror.service.ts';
import type { PermitRecord } from '../subgraphs/permits/mirror/permit-rows.ts';
import { PermitStatus } from '../subgraphs/permits/permits/permit.ts';
import { employer, institution, otherInstitution } from './demo-data.ts';

export const permitTypes: readonly PermitTypeRecord[] = sandboxTypes.map((type) => ({
  externalId: type.id,
  code: type.c_perizinan,
  name: type.n_perizinan,
}));

/** What the registry's stand-in holds too, so that the mirror finds the demo data where they are. */
export const permits: readonly PermitRecord[] = demoPermits.map((permit) => ({
  registrationId: permit.pendaftaran_id,
  applicantName: permit.n_pemohon,
  permitTypeName: permit.n_perizinan,
  permitNumber: permit.no_surat || null,
  receivedOn: permit.d_terima_berkas || null,
  status: permit.status ? PermitStatus.IN_PROCESS : PermitStatus.ISSUED,
  rawStatus: permit.status || 'TERBIT',
}));

/** Whose the permits are, by registration id. */
export const permitOwners: readonly [string, string][] = [
  ['2025/IL/000291', otherInstitution],
  ['2026/IL/000402', otherInstitution],
  ['2026/IL/000417', institution],
  ['2026/IU/000388', employer],
];
