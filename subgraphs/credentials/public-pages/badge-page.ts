import { encodeQR } from 'qr';
import { isOfSandbox } from '../../../platform/environment.ts';
import { Html, html } from '../../../platform/pages/html.ts';
import { LearningOutcomeType } from '../achievements/achievement.ts';
import { inLanguage, type Language } from '../achievements/localised-text.ts';
import type { CredentialStatus } from '../credentials/credential.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import { dateText } from './language.ts';
import type { Page } from './layout.ts';
import { type PublicCredential, shownName } from './public-credential.ts';

const words = {
  id: {
    holder: 'Pemegang',
    hidden: 'Pemegang tidak menampilkan namanya.',
    issuer: 'Penerbit',
    issued: 'Diterbitkan',
    expires: 'Berlaku sampai',
    forever: 'Tanpa batas waktu',
    number: 'Nomor sertifikat',
    score: 'Nilai akhir',
    framework: 'Jenjang AQRF',
    attests: 'Yang dibuktikan',
    criteria: 'Cara mencapainya',
    outcomes: 'Hasil pembelajaran',
    take: 'Unduh',
    check: 'Periksa keasliannya',
    pdf: 'Sertifikat (PDF)',
    json: 'Kredensial (JSON)',
    jwt: 'Kredensial (JWT)',
    image: 'Lencana (PNG)',
    qr: 'Kode QR alamat halaman ini',
    picture: 'Lencana',
  },
  en: {
    holder: 'Holder',
    hidden: 'The holder does not show their name.',
    issuer: 'Issuer',
    issued: 'Issued',
    expires: 'Valid until',
    forever: 'Without end',
    number: 'Certificate number',
    score: 'Final score',
    framework: 'AQRF level',
    attests: 'What it attests',
    criteria: 'What it takes',
    outcomes: 'Learning outcomes',
    take: 'Take it along',
    check: 'Check that it is genuine',
    pdf: 'Certificate (PDF)',
    json: 'Credential (JSON)',
    jwt: 'Credential (JWT)',
    image: 'Badge (PNG)',
    qr: 'QR code of the address of this page',
    picture: 'Badge',
  },
} as const;

/** What a status is called, and how it looks. */
export const statusWords: Record<CredentialStatus, Record<Language, string> & { look: string }> = {
  ACTIVE: { id: 'Berlaku', en: 'Valid', look: 'good' },
  SUSPENDED: { id: 'Ditangguhkan', en: 'Suspended', look: 'wait' },
  REVOKED: { id: 'Dicabut', en: 'Revoked', look: 'bad' },
  EXPIRED: { id: 'Kedaluwarsa', en: 'Expired', look: 'wait' },
};

/** In the place of a status, of what was issued for a try. */
const sandboxWords = {
  id: 'Percobaan (sandbox), tidak berlaku bagi siapa pun',
  en: 'A try (sandbox), valid for nobody',
  look: 'bad',
};

const outcomeWords: Record<LearningOutcomeType, Record<Language, string>> = {
  [LearningOutcomeType.KNOWLEDGE]: { id: 'Pengetahuan', en: 'Knowledge' },
  [LearningOutcomeType.SKILL]: { id: 'Keterampilan', en: 'Skill' },
  [LearningOutcomeType.COMPETENCE]: { id: 'Kompetensi', en: 'Competence' },
};

/** The page of a credential, for people. */
export function badgePage(
  { credential, achievement, issuer }: PublicCredential,
  language: Language,
  addresses: Addresses,
): Page {
  const said = words[language];
  const { id, score, certificateNumber, issuedAt, expiresAt } = credential;
  const { skkniCode, aqrfLevel, criteria, learningOutcomes } = achievement;
  const status = isOfSandbox(credential.organisationId) ? sandboxWords : statusWords[credential.status];
  const name = inLanguage(achievement.name, language);
  const description = inLanguage(achievement.description, language);
  const path = new URL(addresses.badge(id)).pathname;
  const fact = (term: string, value: string | number | Html | null) =>
    value !== null && html`<dt>${term}</dt><dd>${value}</dd>`;
  const main = html`<img class="picture" src="/images/badges/${id}.png" width="600" height="600" alt="${said.picture}: ${name}">
<h1>${name}</h1>
<p><strong class="status ${status.look}">${status[language]}</strong></p>
<dl>
${fact(said.holder, shownName(credential) ?? html`<span class="soft">${said.hidden}</span>`)}
${fact(said.issuer, html`<a href="/issuers/${issuer.id}?lang=${language}">${issuer.name}</a>`)}
${fact(said.issued, dateText(issuedAt, language))}
${fact(said.expires, expiresAt ? dateText(expiresAt, language) : said.forever)}
${fact(said.number, certificateNumber)}
${fact(said.score, score)}
${fact('SKKNI', skkniCode)}
${fact(said.framework, aqrfLevel)}
</dl>
<h2>${said.attests}</h2>
<p class="said">${description}</p>
${criteria && html`<h2>${said.criteria}</h2><p class="said">${inLanguage(criteria, language)}</p>`}
${
  learningOutcomes.length > 0 &&
  html`<h2>${said.outcomes}</h2><ul>${learningOutcomes.map(
    (outcome) => html`<li>${outcomeWords[outcome.type][language]}: ${outcome.description}</li>`,
  )}</ul>`
}
<h2>${said.take}</h2>
<ul class="buttons">
<li><a href="/verify?id=${id}&amp;lang=${language}">${said.check}</a></li>
<li><a href="${path}.pdf?lang=${language}">${said.pdf}</a></li>
<li><a href="${path}.json" download>${said.json}</a></li>
<li><a href="${path}.jwt" download>${said.jwt}</a></li>
<li><a href="/images/badges/${id}.png?baked" download>${said.image}</a></li>
</ul>
<div class="qr" role="img" aria-label="${said.qr}">${qrCode(addresses.badge(id))}</div>`;
  return {
    title: `${name} · ${issuer.name}`,
    language,
    path,
    main,
    preview: { image: addresses.image(id), url: addresses.badge(id), description },
  };
}

function qrCode(text: string): Html {
  return new Html(encodeQR(text, 'svg', { ecc: 'medium' }));
}
