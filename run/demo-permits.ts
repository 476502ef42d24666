import { PermitStatus } from '../subgraphs/permits/permits/permit.ts';
import type { PermitRecord, PermitTypeRecord } from '../subgraphs/permits/permits/permit-mirror.service.ts';
import { employer, institution, otherInstitution } from './demo-data.ts';

export const permitTypes: readonly PermitTypeRecord[] = [
  { externalId: '14', code: 'ILPK', name: 'Izin Lembaga Pelatihan Kerja' },
  { externalId: '21', code: 'SIUP', name: 'Surat Izin Usaha Perdagangan' },
  { externalId: '37', code: 'IMB', name: 'Izin Mendirikan Bangunan' },
  { externalId: '52', code: 'IRT', name: 'Izin Produksi Pangan Industri Rumah Tangga' },
];

function issued(
  registrationId: string,
  applicantName: string,
  permitTypeName: string,
  permitNumber: string,
  receivedOn: string | null,
): PermitRecord {
  return {
    registrationId,
    applicantName,
    permitTypeName,
    permitNumber,
    receivedOn,
    status: PermitStatus.ISSUED,
    rawStatus: 'TERBIT',
  };
}

function inProcess(
  registrationId: string,
  applicantName: string,
  permitTypeName: string,
  rawStatus: string,
  receivedOn: string,
): PermitRecord {
  return {
    registrationId,
    applicantName,
    permitTypeName,
    permitNumber: null,
    receivedOn,
    status: PermitStatus.IN_PROCESS,
    rawStatus,
  };
}

export const permits: readonly PermitRecord[] = [
  issued(
    '2025/IL/000291',
    'LPK Bina Terampil Karo',
    'Izin Lembaga Pelatihan Kerja',
    '503/291/ILPK/2025',
    '2025-08-11',
  ),
  issued(
    '2026/IU/000388',
    'PT Solusi Nusantara Teknologi',
    'Surat Izin Usaha Perdagangan',
    '503/388/SIUP/2026',
    '2026-01-19',
  ),
  inProcess(
    '2026/IL/000402',
    'LPK Bina Terampil Karo',
    'Izin Lembaga Pelatihan Kerja',
    'Verifikasi Berkas',
    '2026-09-30',
  ),
  issued(
    '2026/IL/000417',
    'LPK Cakra Digital Nusantara',
    'Izin Lembaga Pelatihan Kerja',
    '503/417/ILPK/2026',
    '2026-04-06',
  ),
  issued('2026/BG/000433', 'Hotman Sitepu', 'Izin Mendirikan Bangunan', '503/433/IMB/2026', '2026-05-21'),
  inProcess(
    '2026/RT/000451',
    'Lestari Sinulingga',
    'Izin Produksi Pangan Industri Rumah Tangga',
    'Survei Lapangan',
    '2026-10-12',
  ),
  issued(
    '2024/RT/000077',
    'Nurhayati Barus',
    'Izin Produksi Pangan Industri Rumah Tangga',
    '503/77/IRT/2024',
    null,
  ),
];

/** Whose the permits are, by registration id. */
export const permitOwners: readonly [string, string][] = [
  ['2025/IL/000291', otherInstitution],
  ['2026/IL/000402', otherInstitution],
  ['2026/IL/000417', institution],
  ['2026/IU/000388', employer],
];
