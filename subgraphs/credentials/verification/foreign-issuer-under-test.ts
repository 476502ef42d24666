import { credentialsContext, openBadgesContext } from '../open-badges/contexts.ts';
import { signDocument } from '../open-badges/data-integrity.ts';
import { didDocument } from '../open-badges/did-document.ts';
import { newSeed, type SigningKey, signingKey } from '../open-badges/signing-key.ts';
import { signJwt } from '../open-badges/vc-jwt.ts';
import { encodeBits } from '../status-lists/bitstring.ts';
import { details } from './details.ts';
import type { ForeignDocuments } from './foreign-documents.ts';

const did = 'did:web:lsp.example';
const listUrl = 'https://lsp.example/status/1';

/** Another issuer of the world, whose documents stand in memory. */
export class ForeignIssuer implements ForeignDocuments {
  readonly did = did;
  /** By address; what is not here cannot be had. */
  readonly documents = new Map<string, unknown>();
  readonly asked: string[] = [];
  #key: SigningKey | undefined;

  async get(url: string) {
    this.asked.push(url);
    const document = this.documents.get(url);
    return document === undefined ? { problem: details.noAnswer(url) } : { document };
  }

  async close(): Promise<void> {}

  async start(): Promise<void> {
    this.#key = await signingKey(newSeed(), `${did}#1`);
    const { publicKeyMultibase } = this.key;
    const method = { id: `${did}#1`, type: 'Multikey' as const, controller: did, publicKeyMultibase };
    this.documents.set('https://lsp.example/.well-known/did.json', didDocument(did, [method]));
    await this.publish([]);
  }

  get key(): SigningKey {
    if (!this.#key) throw new Error('start() comes first.');
    return this.#key;
  }

  /** Publishes the status list with `places` set. */
  async publish(places: number[], statusPurpose = 'revocation'): Promise<void> {
    const list = {
      '@context': [credentialsContext],
      id: listUrl,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: did,
      validFrom: '2026-01-01T00:00:00Z',
      credentialSubject: {
        id: `${listUrl}#list`,
        type: 'BitstringStatusList',
        statusPurpose,
        encodedList: encodeBits(131_072, places),
      },
    };
    this.documents.set(listUrl, await signDocument(list, this.key, new Date()));
  }

  /** A badge that is well, but for `changes`. */
  badge(changes: object = {}) {
    return {
      '@context': [credentialsContext, openBadgesContext],
      id: 'https://lsp.example/badges/7',
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      name: 'Juru Las',
      issuer: { id: did as string, type: ['Profile'], name: 'LSP Las' },
      validFrom: '2026-01-01T00:00:00Z',
      credentialSubject: {
        id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
        type: ['AchievementSubject'],
        achievement: {
          id: 'https://lsp.example/achievements/1',
          type: ['Achievement'],
          name: 'Juru Las',
          description: 'Mengelas',
          criteria: { narrative: 'Uji kompetensi' },
        },
      },
      credentialStatus: [
        {
          id: `${listUrl}#7`,
          type: 'BitstringStatusListEntry',
          statusPurpose: 'revocation',
          statusListIndex: '7',
          statusListCredential: listUrl,
        },
      ],
      ...changes,
    };
  }

  async signed(changes: object = {}): Promise<string> {
    return JSON.stringify(await signDocument(this.badge(changes), this.key, new Date()));
  }

  jwt(changes: object = {}): Promise<string> {
    return signJwt(this.badge(changes), this.key);
  }
}
