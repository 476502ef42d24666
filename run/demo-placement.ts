import { employer, institution, learner } from './demo-data.ts';

// What the employer of the demo data offers, who has applied, and what was assessed.

export const opportunities = [
  {
    owner: employer,
    externalId: 'ATS-JOB-123',
    type: 'JOB',
    title: 'Software Engineer',
    company: 'PT Solusi Nusantara Teknologi',
    description: 'Merancang, membangun, dan menjalankan layanan web.',
    requiredSkills: ['JavaScript', 'React', 'Node.js'],
    gradeLevel: 'college',
    location: 'Jakarta Selatan',
  },
  {
    owner: employer,
    externalId: 'ATS-INTERN-7',
    type: 'INTERNSHIP',
    title: 'Magang Analis Data',
    company: 'PT Solusi Nusantara Teknologi',
    description: 'Enam bulan di tim data, dengan pembimbing.',
    requiredSkills: ['SQL'],
    location: 'Medan',
  },
];

/** By the external ids of opportunity and student. */
export const applications = [
  { opportunity: 'ATS-JOB-123', student: learner, resumeUrl: 'https://cv.example/siti-rahmawati.pdf' },
  { opportunity: 'ATS-JOB-123', student: 'CDN-002' },
  { opportunity: 'ATS-INTERN-7', student: 'BTK-103' },
];

export const assessments = [
  {
    owner: institution,
    externalId: 'LMS-QUIZ-1',
    program: 'CDN-2026-001',
    title: 'Ujian akhir',
    maxScore: 100,
    passingScore: 70,
  },
];

/** By the external ids of assessment and student. */
export const results = [
  { externalId: 'LMS-QUIZ-1-001', assessment: 'LMS-QUIZ-1', student: learner, score: 92.5 },
  { externalId: 'LMS-QUIZ-1-003', assessment: 'LMS-QUIZ-1', student: 'CDN-003', score: 64 },
];
