import { type Html, html } from '../../../platform/pages/html.ts';
import type { Language } from '../achievements/localised-text.ts';
import { dateText } from '../public-pages/language.ts';
import type { Page } from '../public-pages/layout.ts';
import { documentsPath } from './permit-document.ts';
import { CheckName, CheckOutcome, type CredentialVerification, Verdict } from './verdict.ts';

const words = {
  id: {
    title: 'Periksa kredensial',
    intro:
      'Tempelkan tautan, id, atau isi kredensial; atau unggah berkasnya: JSON, JWT, lencana, atau foto kode QR (JPEG atau PNG). Untuk dokumen izin: nomornya, tautan dari kode QR-nya, atau PDF-nya.',
    text: 'Tautan, id, nomor izin, atau isi kredensial',
    file: 'Berkas (paling besar 10 MB)',
    holder: 'Nama pemegang, bila ingin dicocokkan (tidak wajib)',
    check: 'Periksa',
    checks: 'Yang diperiksa',
    page: 'Lihat halaman kredensial ini',
    credential: 'Kredensial',
    issuer: 'Penerbit',
    from: 'Berlaku sejak',
    until: 'Berlaku sampai',
    tooLarge:
      'Berkas terlalu besar: paling besar 10 MB. PDF izin sampai 20 MB diperiksa di halaman dokumen izin.',
    documents: 'Periksa dokumen izin',
  },
  en: {
    title: 'Verify a credential',
    intro:
      'Paste a link, an id, or the text of a credential; or upload its file: JSON, JWT, a badge, or a photo of a QR code (JPEG or PNG). For the document of a permit: its number, the link of its QR code, or its PDF.',
    text: 'Link, id, number of a permit, or text of a credential',
    file: 'File (10 MB at most)',
    holder: 'Name of the holder, to be compared (optional)',
    check: 'Verify',
    checks: 'What was looked at',
    page: 'See the page of this credential',
    credential: 'Credential',
    issuer: 'Issuer',
    from: 'Valid from',
    until: 'Valid until',
    tooLarge:
      'The file is too large: 10 MB at most. PDFs of permits, up to 20 MB, are checked on the page of permit documents.',
    documents: 'Check the document of a permit',
  },
} as const;

const verdicts: Record<Verdict, Record<Language, string> & { look: string }> = {
  [Verdict.VALID]: { id: 'Asli dan berlaku', en: 'Genuine and valid', look: 'good' },
  [Verdict.EXPIRED]: { id: 'Asli, tetapi kedaluwarsa', en: 'Genuine, but expired', look: 'wait' },
  [Verdict.SUSPENDED]: { id: 'Asli, tetapi ditangguhkan', en: 'Genuine, but suspended', look: 'wait' },
  [Verdict.REVOKED]: { id: 'Asli, tetapi dicabut', en: 'Genuine, but revoked', look: 'bad' },
  [Verdict.ALTERED]: {
    id: 'Telah diubah, atau bukan dari penerbitnya',
    en: 'Altered, or not from its issuer',
    look: 'bad',
  },
  [Verdict.SANDBOX]: {
    id: 'Percobaan (sandbox), tidak berlaku bagi siapa pun',
    en: 'A try (sandbox), valid for nobody',
    look: 'bad',
  },
  [Verdict.UNKNOWN]: { id: 'Tidak dapat dipastikan', en: 'It cannot be told', look: 'wait' },
};

const checkWords: Record<CheckName, Record<Language, string>> = {
  [CheckName.FORM]: { id: 'Bentuk', en: 'Form' },
  [CheckName.ISSUER]: { id: 'Kunci penerbit', en: 'Keys of the issuer' },
  [CheckName.PROOF]: { id: 'Tanda tangan', en: 'Signature' },
  [CheckName.REGISTERED]: { id: 'Tercatat di sini', en: 'Registered here' },
  [CheckName.DATES]: { id: 'Masa berlaku', en: 'Validity' },
  [CheckName.STATUS]: { id: 'Status', en: 'Status' },
  [CheckName.HOLDER]: { id: 'Nama pemegang', en: 'Name of the holder' },
};

const outcomes: Record<CheckOutcome, Record<Language, string> & { look: string }> = {
  [CheckOutcome.PASSED]: { id: 'baik', en: 'good', look: 'good' },
  [CheckOutcome.FAILED]: { id: 'tidak baik', en: 'not good', look: 'bad' },
  [CheckOutcome.NOT_DONE]: { id: 'tidak dapat diperiksa', en: 'could not be looked at', look: 'wait' },
};

/** `/verify`: the form, with what came of the last check above it, which was asked for by `query`. */
export function verifyPage(
  language: Language,
  result: CredentialVerification | null,
  query: Record<string, string>,
): Page {
  const said = words[language];
  const main = html`<h1>${said.title}</h1>
${result && resultOf(result, language)}
<p>${said.intro}</p>
<form method="get" action="/verify">
<input type="hidden" name="lang" value="${language}">
<label for="text">${said.text}</label><input id="text" name="id" required maxlength="8000" autocomplete="off">
<label for="holder">${said.holder}</label><input id="holder" name="holder" maxlength="200" autocomplete="off">
<button>${said.check}</button>
</form>
<form method="post" action="/verify?lang=${language}" enctype="multipart/form-data">
<label for="file">${said.file}</label><input id="file" name="file" type="file" required accept=".json,.jwt,.png,.jpg,.jpeg,.pdf,application/json,image/png,image/jpeg,application/pdf">
<label for="file-holder">${said.holder}</label><input id="file-holder" name="holder" maxlength="200" autocomplete="off">
<button>${said.check}</button>
</form>
<p><a href="${documentsPath}?lang=${language}">${said.documents}</a></p>`;
  return { title: said.title, language, path: '/verify', query, main, listed: true };
}

/** The page for a file that is too large. */
export function tooLargePage(language: Language): Page {
  const said = words[language];
  const main = html`<h1>${said.title}</h1><p role="alert">${said.tooLarge}</p>
<p><a href="/verify?lang=${language}">${said.title}</a></p>
<p><a href="${documentsPath}?lang=${language}">${said.documents}</a></p>`;
  return { title: said.title, language, path: '/verify', main };
}

function resultOf(result: CredentialVerification, language: Language): Html {
  const said = words[language];
  const verdict = verdicts[result.verdict];
  const { name, issuerName, issuerId, validFrom, validUntil, hubCredentialId } = result;
  const fact = (term: string, value: string | null | undefined) =>
    value && html`<dt>${term}</dt><dd>${value}</dd>`;
  return html`<section aria-live="polite">
<p><strong class="status ${verdict.look}">${verdict[language]}</strong></p>
<dl>
${fact(said.credential, name)}
${fact(said.issuer, issuerName ?? issuerId)}
${fact(said.from, validFrom && dateText(validFrom, language))}
${fact(said.until, validUntil && dateText(validUntil, language))}
</dl>
${hubCredentialId && html`<p><a href="/credentials/badges/${hubCredentialId}?lang=${language}">${said.page}</a></p>`}
<h2>${said.checks}</h2>
<table><tbody>${result.checks.map((check) => {
    const outcome = outcomes[check.outcome];
    return html`<tr><th scope="row">${checkWords[check.name][language]}</th><td><span class="${outcome.look}">${outcome[language]}</span>${check.said && html`<br><span class="soft">${check.said[language]}</span>`}</td></tr>`;
  })}</tbody></table>
</section>`;
}
