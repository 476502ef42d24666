import { randomUUID } from 'node:crypto';

/** A vocational program as an institution would enter it. */
export function weldingProgram(name = `Pengelasan ${randomUUID().slice(0, 8)}`) {
  return {
    type: 'VOCATIONAL',
    code: name.toUpperCase().replaceAll(' ', '-'),
    name,
    nameEn: 'Welding',
    sector: 'MANUFACTURING',
    subSector: 'WELDING',
    durationDays: 30,
    durationHours: 240,
    startDate: '2026-09-01',
    endDate: '2026-09-30',
    location: {
      address: 'Jl. Jamin Ginting No. 45',
      city: 'Karo',
      province: 'Sumatera Utara',
      postalCode: '22171',
    },
    skkniCode: 'SKKNI-WLD-2021-004',
    capacity: 12,
    instructors: [{ name: 'Jhonas Ginting', qualification: 'S.T.' }],
    curriculum: [{ moduleName: 'SMAW', durationHours: 240, learningOutcomes: ['Menyambung pelat'] }],
    fee: 1_500_000,
  };
}

/** An opportunity as an employer would enter it. */
export const welderWanted = {
  type: 'JOB',
  title: 'Juru Las',
  company: 'PT Galangan Contoh',
  requiredSkills: ['SMAW'],
  location: 'Batam',
};

/** A learner whom nobody has entered yet. */
export function newLearner() {
  return {
    name: 'Andi Saputra',
    email: `andi.${randomUUID().slice(0, 8)}@siswa.example`,
    phone: '+6281260001099',
    nik: '1206010203040001',
  };
}

export const customer = { name: 'Andi Saputra', email: 'andi@siswa.example', phone: '081260001099' };
