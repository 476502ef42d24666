/** A permit in the stand-in's books, in SICANTIK's own words. */
export interface SandboxPermit {
  pendaftaran_id: string;
  n_pemohon: string;
  n_perizinan: string;
  /** Empty while it is in process. */
  no_surat: string;
  /** Empty once it is issued. */
  status: string;
  /** Empty where the books do not say. */
  d_terima_berkas: string;
  d_berlaku_izin: string;
}

export const sandboxTypes = [
  { id: '14', n_perizinan: 'Izin Lembaga Pelatihan Kerja', c_perizinan: 'ILPK' },
  { id: '21', n_perizinan: 'Surat Izin Usaha Perdagangan', c_perizinan: 'SIUP' },
  { id: '37', n_perizinan: 'Izin Mendirikan Bangunan', c_perizinan: 'IMB' },
  { id: '52', n_perizinan: 'Izin Produksi Pangan Industri Rumah Tangga', c_perizinan: 'IRT' },
] as const;

const [ilpk, siup, imb, irt] = sandboxTypes;

function issued(
  id: string,
  applicant: string,
  type: (typeof sandboxTypes)[number],
  received: string,
): SandboxPermit {
  const [year, , running = ''] = id.split('/');
  return {
    pendaftaran_id: id,
    n_pemohon: applicant,
    n_perizinan: type.n_perizinan,
    no_surat: `503/${Number(running)}/${type.c_perizinan}/${year}`,
    status: '',
    d_terima_berkas: received,
    d_berlaku_izin: received && `${Number(received.slice(0, 4)) + 5}${received.slice(4)}`,
  };
}

function inProcess(
  id: string,
  applicant: string,
  type: (typeof sandboxTypes)[number],
  status: string,
  received: string,
): SandboxPermit {
  return { ...issued(id, applicant, type, received), no_surat: '', status, d_berlaku_izin: '' };
}

/** The permits that the demo data of the hub know of. */
export const demoPermits: readonly SandboxPermit[] = [
  issued('2025/IL/000291', 'LPK Bina Terampil Karo', ilpk, '2025-08-11'),
  issued('2026/IU/000388', 'PT Solusi Nusantara Teknologi', siup, '2026-01-19'),
  inProcess('2026/IL/000402', 'LPK Bina Terampil Karo', ilpk, 'Verifikasi Berkas', '2026-09-30'),
  issued('2026/IL/000417', 'LPK Cakra Digital Nusantara', ilpk, '2026-04-06'),
  issued('2026/BG/000433', 'Hotman Sitepu', imb, '2026-05-21'),
  inProcess('2026/RT/000451', 'Lestari Sinulingga', irt, 'Survei Lapangan', '2026-10-12'),
  issued('2024/RT/000077', 'Nurhayati Barus', irt, ''),
];

const firstNames = ['Rina', 'Budi', 'Sari', 'Hendra', 'Maria', 'Jonas', 'Dewi', 'Petrus'];
const lastNames = ['Ginting', 'Sembiring', 'Tarigan', 'Karo-Karo', 'Perangin-angin', 'Sitepu', 'Barus'];
const steps = ['Pendaftaran', 'Verifikasi Berkas', 'Survei Lapangan', 'Penandatanganan'];
const day = 86_400_000;

/** The permit with this running number, made up but always the same: the higher, the newer. */
export function madeUpPermit(number: number): SandboxPermit {
  const received = new Date(Date.UTC(2016, 0, 4) + Math.floor(number / 25) * day).toISOString().slice(0, 10);
  const applicant = `${firstNames[number % firstNames.length]} ${lastNames[number % lastNames.length]}`;
  const type = sandboxTypes[number % sandboxTypes.length] as (typeof sandboxTypes)[number];
  return issued(`${received.slice(0, 4)}/MU/${String(number).padStart(6, '0')}`, applicant, type, received);
}

/** The same, while it was in process. */
export function madeUpApplication(number: number): SandboxPermit {
  const status = steps[number % steps.length] as string;
  return { ...madeUpPermit(number), no_surat: '', status, d_berlaku_izin: '' };
}
