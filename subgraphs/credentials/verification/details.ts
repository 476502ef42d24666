import { said } from './said.ts';

/** Why a check came out as it did. What stands in them of a credential or an address is its own words. */
export const details = {
  notACredential: said(
    'It is no link or id of this hub, and no credential.',
    'Ini bukan tautan atau id dari hub ini, dan bukan kredensial.',
  ),
  tooLong: said('It is too long for a credential.', 'Terlalu panjang untuk sebuah kredensial.'),
  unreadable: said(
    'It can be read neither as JSON nor as JWT.',
    'Tidak dapat dibaca sebagai JSON maupun JWT.',
  ),
  missing: (field: string) =>
    said(
      `It is no credential of the W3C data model 2.0: ${field || 'it'} is missing or wrong.`,
      `Ini bukan kredensial menurut model data W3C 2.0: ${field || 'isinya'} tidak ada atau salah.`,
    ),
  otherContext: said(
    'It is no credential of the W3C data model 2.0: its first context is another.',
    'Ini bukan kredensial menurut model data W3C 2.0: konteks pertamanya lain.',
  ),
  otherType: said('It does not call itself a credential.', 'Ini tidak menyebut dirinya kredensial.'),
  otherClaim: (claim: string, field: string) =>
    said(
      `${claim} is not ${field === 'issuer' ? 'the ' : ''}${field}.`,
      `${claim} tidak sama dengan ${field}.`,
    ),
  ownIssuer: said('an issuer of this hub', 'penerbit dari hub ini'),
  noSuchIssuer: said('this hub knows no such issuer', 'hub ini tidak mengenal penerbit itu'),
  noDidWeb: (did: string) =>
    said(
      `${did} is no did:web, and no other identity can be looked up`,
      `${did} bukan did:web, dan identitas lain tidak dapat dicari`,
    ),
  noKey: (url: string) =>
    said(`${url} holds no key that can be used`, `${url} tidak memuat kunci yang dapat dipakai`),
  unknownContext: said(
    'It names a context that is not known here.',
    'Ada konteks di dalamnya yang tidak dikenal di sini.',
  ),
  otherSignature: said('The signature is not the issuer’s.', 'Tanda tangannya bukan milik penerbit.'),
  noProof: said('It carries no proof.', 'Tidak ada bukti tanda tangan di dalamnya.'),
  otherProof: said('The proof is not the issuer’s.', 'Bukti tanda tangannya bukan milik penerbit.'),
  notIssued: said(
    'This hub has issued no such credential.',
    'Hub ini tidak pernah menerbitkan kredensial seperti itu.',
  ),
  sandbox: said(
    'This hub has issued it for a try, in its sandbox: it attests nothing of anybody.',
    'Hub ini menerbitkannya untuk percobaan, di lingkungan sandbox: tidak membuktikan apa pun tentang siapa pun.',
  ),
  suspended: said('The issuer has suspended it.', 'Penerbit menangguhkannya.'),
  revoked: said('The issuer has revoked it.', 'Penerbit mencabutnya.'),
  noStatus: said('It has no status that could change.', 'Tidak ada status yang dapat berubah.'),
  statusSet: (purposes: string) => said(`The issuer says: ${purposes}.`, `Penerbit menyatakan: ${purposes}.`),
  endsBeforeItBegins: said(
    'Its validity ends before it begins.',
    'Masa berlakunya berakhir sebelum dimulai.',
  ),
  notBegun: said('Its validity has not begun.', 'Masa berlakunya belum mulai.'),
  ended: said('Its validity has ended.', 'Masa berlakunya sudah berakhir.'),
  noName: said('The credential tells no name.', 'Kredensial ini tidak memuat nama.'),
  otherName: said(
    'It was issued to somebody of another name.',
    'Kredensial ini diterbitkan untuk orang dengan nama lain.',
  ),
  manyEntries: (most: number) =>
    said(`it has more than ${most} status entries`, `entri statusnya lebih dari ${most}`),
  otherStatusType: (type: string) =>
    said(`statuses of type ${type} cannot be read`, `status jenis ${type} tidak dapat dibaca`),
  noList: (url: string) => said(`${url} is no status list`, `${url} bukan daftar status`),
  othersList: said('the status list is another issuer’s', 'daftar statusnya milik penerbit lain'),
  otherPurpose: (purpose: string) =>
    said(`the status list is not for ${purpose}`, `daftar statusnya bukan untuk ${purpose}`),
  alteredList: said(
    'the status list is not what its issuer signed',
    'daftar statusnya bukan yang ditandatangani penerbitnya',
  ),
  unreadableList: said('the status list cannot be read', 'daftar statusnya tidak dapat dibaca'),
  notAsked: (url: string, why: string) => said(`${url} ${why}`, `${url} tidak boleh diminta dari sini`),
  noAnswer: (url: string) => said(`${url} does not answer`, `${url} tidak menjawab`),
  longAnswer: (url: string, bytes: number) =>
    said(`${url} answers more than ${bytes} bytes`, `${url} menjawab lebih dari ${bytes} byte`),
  badAnswer: (url: string, status: number) =>
    said(`${url} answers ${status}`, `${url} menjawab dengan ${status}`),
  noJson: (url: string) => said(`${url} does not answer with JSON`, `${url} tidak menjawab dengan JSON`),
};
