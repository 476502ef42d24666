/** What is said of a scope. */
interface ScopeEntry {
  /** What it allows, for who programs. */
  allows: string;
  /** What an app may do with it, for the person who is asked to agree: "… may:". */
  consent: { id: string; en: string };
  /**
   * About one person who has signed in. Keys and programs that call for themselves cannot hold it, and no
   * other scope implies it.
   */
  personal?: true;
}

/** Every scope that there is. */
export const scopeRegistry = {
  read: {
    allows: 'Read everything that the caller may see.',
    consent: { id: 'Melihat semua yang boleh Anda lihat.', en: 'See everything that you may see.' },
  },
  write: {
    allows: 'Change everything that the caller may change.',
    consent: { id: 'Mengubah semua yang boleh Anda ubah.', en: 'Change everything that you may change.' },
  },
  admin: {
    allows: 'Administer: organisations, users and keys, besides everything that read and write allow.',
    consent: {
      id: 'Mengelola organisasi, pengguna, dan kunci, serta melihat dan mengubah semuanya atas nama Anda.',
      en: 'Administer organisations, users and keys, and see and change everything on your behalf.',
    },
  },
  'identity:read': {
    allows: 'Read organisations, users and students.',
    consent: {
      id: 'Melihat organisasi, pengguna, dan peserta didik.',
      en: 'See organisations, users and students.',
    },
  },
  'identity:write': {
    allows: 'Create and change users and students.',
    consent: {
      id: 'Membuat dan mengubah pengguna dan peserta didik.',
      en: 'Create and change users and students.',
    },
  },
  'training:read': {
    allows:
      'Read programs, enrolments and their submissions to the ministry; classes, attendance and grades; opportunities and applications for them.',
    consent: {
      id: 'Melihat program, pendaftaran, dan pelaporannya ke kementerian; kelas, kehadiran, dan nilai; serta lowongan dan lamaran.',
      en: 'See programs, enrolments and their submissions to the ministry; classes, attendance and grades; opportunities and applications.',
    },
  },
  'training:write': {
    allows:
      'Create and change programs and enrolments, and submit them to the ministry; classes, attendance and grades; opportunities and applications for them.',
    consent: {
      id: 'Membuat dan mengubah program dan pendaftaran, serta melaporkannya ke kementerian; juga kelas, kehadiran, nilai, lowongan, dan lamaran.',
      en: 'Create and change programs and enrolments, and submit them to the ministry; classes, attendance, grades, opportunities and applications too.',
    },
  },
  'training:apply': {
    allows: 'Apply for opportunities in one’s own name, and withdraw.',
    consent: {
      id: 'Melamar lowongan atas nama Anda, dan menarik lamaran Anda.',
      en: 'Apply for jobs and internships in your name, and withdraw your applications.',
    },
  },
  'credentials:read': {
    allows: 'Read credentials.',
    consent: { id: 'Melihat kredensial.', en: 'See credentials.' },
  },
  'credentials:write': {
    allows: 'Issue and change credentials.',
    consent: { id: 'Menerbitkan dan mengubah kredensial.', en: 'Issue and change credentials.' },
  },
  'credentials:share': {
    allows:
      'Take one’s own credentials elsewhere (LinkedIn, Europass), and decide how much of one’s name their pages show.',
    consent: {
      id: 'Membawa kredensial Anda ke tempat lain (LinkedIn, Europass), dan mengatur berapa banyak nama Anda yang tampil.',
      en: 'Take your credentials elsewhere (LinkedIn, Europass), and decide how much of your name is shown.',
    },
  },
  'payments:read': {
    allows: 'Read payments and refunds.',
    consent: { id: 'Melihat pembayaran dan pengembalian dana.', en: 'See payments and refunds.' },
  },
  'payments:write': {
    allows: 'Create, verify, cancel and refund payments, with any amount.',
    consent: {
      id: 'Membuat, memeriksa, membatalkan, dan mengembalikan pembayaran, berapa pun jumlahnya.',
      en: 'Create, verify, cancel and refund payments, with any amount.',
    },
  },
  'payments:pay': {
    allows: 'Pay one’s own enrolments at exactly the fee of the program.',
    consent: {
      id: 'Membayar pendaftaran Anda sendiri, tepat sebesar biaya program.',
      en: 'Pay your own enrolments, at exactly the fee of the program.',
    },
  },
  'permits:read': {
    allows: 'Read permits.',
    consent: { id: 'Melihat perizinan.', en: 'See permits.' },
  },
  'permits:write': {
    allows: 'Change permits.',
    consent: { id: 'Mengubah perizinan.', en: 'Change permits.' },
  },
  'permits:manage': {
    allows:
      'Look after the mirror of the permit registry: its configuration, its runs, whose a permit is. Implied by admin alone, and only for the operator and agencies.',
    consent: {
      id: 'Mengelola salinan daftar perizinan: pengaturannya, prosesnya, dan pemilik tiap izin.',
      en: 'Look after the copy of the permit registry: its configuration, its runs, whose a permit is.',
    },
  },
  'permits:all': {
    allows:
      'See every permit, whomever it belongs to, as an agency does. Never implied; the operator gives it.',
    consent: {
      id: 'Melihat semua perizinan, siapa pun pemiliknya.',
      en: 'See every permit, whomever it belongs to.',
    },
  },
  'exchange:read': {
    allows: 'Read the registry of integrations.',
    consent: { id: 'Melihat daftar integrasi.', en: 'See the registry of integrations.' },
  },
  'exchange:write': {
    allows: 'Change integrations.',
    consent: { id: 'Mengubah integrasi.', en: 'Change integrations.' },
  },
  'webhooks:manage': {
    allows:
      'Create and change webhooks, and read what was sent to them. Implied by admin alone, since a webhook sends data out.',
    consent: {
      id: 'Membuat dan mengubah webhook, yang mengirim data ke luar, dan melihat apa yang dikirim.',
      en: 'Create and change webhooks, which send data out, and see what was sent.',
    },
  },
  'students:nik': {
    allows: 'See a student’s national identity number (NIK) in clear.',
    consent: {
      id: 'Melihat NIK peserta didik secara utuh.',
      en: 'See students’ national identity numbers (NIK) in clear.',
    },
  },
  openid: {
    allows: 'Know again who has signed in (OpenID Connect).',
    consent: { id: 'Mengenali Anda saat masuk.', en: 'Know you again when you sign in.' },
    personal: true,
  },
  profile: {
    allows: 'Know the name, role and organisation of who has signed in.',
    consent: {
      id: 'Mengetahui nama, peran, dan organisasi Anda.',
      en: 'Know your name, your role and your organisation.',
    },
    personal: true,
  },
  email: {
    allows: 'Know the e-mail address of who has signed in.',
    consent: { id: 'Mengetahui alamat surel Anda.', en: 'Know your e-mail address.' },
    personal: true,
  },
  courses: {
    allows:
      'Read the learner’s own enrolments, attendance, grades and credentials. Means nothing to who is no learner.',
    consent: {
      id: 'Melihat pelatihan yang Anda ikuti, kehadiran dan nilai Anda, serta kredensial yang Anda peroleh.',
      en: 'See the courses that you have joined, your attendance and grades, and the credentials that you have earned.',
    },
    personal: true,
  },
  account: {
    allows: 'See one’s own sessions, consents and tokens, and end them.',
    consent: {
      id: 'Melihat dan mengakhiri sesi, persetujuan, dan token Anda.',
      en: 'See your sessions, consents and tokens, and end them.',
    },
    personal: true,
  },
  offline_access: {
    allows: 'Go on after whoever signed in has signed out of the hub.',
    consent: {
      id: 'Tetap mempunyai akses ini setelah Anda keluar.',
      en: 'Keep this access after you have signed out.',
    },
    personal: true,
  },
} as const satisfies Record<string, ScopeEntry>;

export type Scope = keyof typeof scopeRegistry;

/** The names of all scopes. */
export const scopeNames = Object.keys(scopeRegistry) as readonly Scope[];

/** Whether a scope is about one person who has signed in, so that no key can hold it. */
export function isPersonal(scope: Scope): boolean {
  return 'personal' in scopeRegistry[scope];
}

/** The scopes that a key, or a program that calls for itself, can hold. */
export const impersonalScopes: readonly Scope[] = scopeNames.filter((scope) => !isPersonal(scope));

/** Scopes that only who holds them has. */
function isNeverImplied(scope: Scope): boolean {
  return scope === 'students:nik' || scope === 'permits:all' || isPersonal(scope);
}

/**
 * Whether `held` allows `needed`. `read` and `write` allow every pair beneath them, `admin` allows
 * both; `students:nik`, `permits:all` and what is personal are never implied. `courses` reads enrolments
 * and credentials; only learners are given it, who see nothing but their own.
 */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  if (held.includes(needed)) return true;
  if (isNeverImplied(needed)) return false;
  if (held.includes('admin')) return true;
  if (needed === 'training:apply') return held.includes('write') || held.includes('training:write');
  if (needed === 'payments:pay') return held.includes('write') || held.includes('payments:write');
  if (needed === 'credentials:share') return held.includes('write') || held.includes('credentials:write');
  if ((needed === 'training:read' || needed === 'credentials:read') && held.includes('courses')) return true;
  if (needed.endsWith(':read')) return held.includes('read');
  if (needed.endsWith(':write')) return held.includes('write');
  return false;
}
