import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type * as Sdk from '../sdk/src/index.ts';
import { modulesOf } from './installed-sdk.ts';

const executablePath = '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);
if (!hasBrowser) console.warn(`The SDK is not tried in a browser: there is no ${executablePath}.`);

interface Played {
  hubUrl: string;
  accessToken: string;
  /** Where the SDK is installed. */
  folder: string;
  /** E-mail address of the student who is created. */
  address: string;
}

/**
 * On a page of another origin than the hub's: creates a student, and hears of it by live events. Nothing of the browser's
 * traffic is intercepted, since preflights would then be answered by the interception.
 */
export async function playInBrowser({ hubUrl, accessToken, folder, address }: Played): Promise<unknown> {
  const site = createServer(async ({ url }, response) => {
    const [, file] = /^\/sdk\/(.*)$/.exec(url ?? '') ?? [];
    if (file === undefined)
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Page</title>');
    else
      response
        .setHeader('content-type', 'text/javascript')
        .end(await readFile(path.join(modulesOf(folder), file)));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    timeout: 90_000,
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(90_000);
    await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/page`);
    return await page.evaluate(
      async ({ accessToken, address, entry, baseUrl }) => {
        const { Client, webSocket }: typeof Sdk = await import(entry);
        const client = new Client({ accessToken, baseUrl });
        const before = await client.graphql<{ eventLog: { cursor: string } }>(
          '{ eventLog(first: 1000, types: ["student.created"]) { cursor } }',
        );
        const student = await client.students.create({ name: 'Peramban', email: address });
        const heard: string[] = [];
        for (const transport of [{}, { transport: webSocket() }]) {
          const options = {
            types: ['student.created'] as const,
            after: before.eventLog.cursor,
            ...transport,
          };
          for await (const { type, data } of client.events(options)) {
            if (data.student_id !== student.id) continue;
            heard.push(`${type} ${data.name}`);
            break;
          }
        }
        return heard;
      },
      { accessToken, address, entry: '/sdk/index.js', baseUrl: hubUrl },
    );
  } finally {
    await browser.close();
    site.close();
  }
}
