import { uuid } from '../open-badges/addresses.ts';

/** Where the documents of permits are checked, by another subgraph's page. */
export const documentsPath = '/verify/documents';

/** As letters of authorities are numbered: `503/0147/SIP/2026`. Signed texts are far longer. */
const letterNumber = /^(?=.*\d)[\w./ ()-]{1,100}$/;

/**
 * Where `/verify` sends a text that is about a permit's document: its own address, or the search for its
 * number. null for what may be a credential.
 *
 * @param linkPrefix with which links to documents of this hub begin
 */
export function documentAddress(text: string, linkPrefix: string): string | null {
  if (text.startsWith(`${linkPrefix}/`)) {
    const [token = ''] = text.slice(linkPrefix.length + 1).split(/[?#]/);
    return `${documentsPath}/${encodeURIComponent(token)}?`;
  }
  if (uuid.test(text) || !letterNumber.test(text)) return null;
  return `${documentsPath}?number=${encodeURIComponent(text)}&`;
}

/** Whether a file is a PDF: permits' documents are, credentials are not. */
export function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 1024).includes('%PDF-');
}
