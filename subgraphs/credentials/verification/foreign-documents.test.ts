import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FetchedDocuments } from './foreign-documents.ts';
import { didWebUrl } from './issuer-keys.ts';

describe('documents of other issuers', () => {
  const documents = new FetchedDocuments('https://hub.example');
  afterAll(() => documents.close());

  it.each([
    'http://lsp.example/did.json',
    'https://127.0.0.1/did.json',
    'https://localhost/did.json',
    'https://10.0.0.1/did.json',
    'https://[::1]/did.json',
    'https://169.254.169.254/latest/meta-data',
    'https://hub.example/did.json',
    'https://user:password@lsp.example/did.json',
    'file:///etc/passwd',
    'nonsense',
  ])('are not fetched from %s', async (url) => {
    let sockets = 0;
    const count = () => (sockets += 1);
    subscribe('net.client.socket', count);
    const found = await documents.get(url);
    unsubscribe('net.client.socket', count);
    expect('problem' in found && found.problem.en).toMatch(/ must | is not a public address$/);
    expect(sockets).toBe(0);
  });

  it.each([
    ['did:web:lsp.example', 'https://lsp.example/.well-known/did.json'],
    ['did:web:lsp.example%3A8443:issuers:7', 'https://lsp.example:8443/issuers/7/did.json'],
    ['did:web:lsp.example:..%2F..%2Fx', 'https://lsp.example/..%2F..%2Fx/did.json'],
    ['did:key:z6Mk', null],
    ['did:web:', null],
    ['did:web:lsp.example/path', null],
    ['did:web:%ZZ', null],
  ])('of %s stand at %s', (did, url) => {
    expect(didWebUrl(did)).toBe(url);
  });
});
