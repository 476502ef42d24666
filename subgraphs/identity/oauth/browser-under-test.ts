/** What a page showed, and where it was. */
export interface Shown {
  url: string;
  status: number;
  headers: Headers;
  text: string;
}

interface Cookie {
  name: string;
  value: string;
  path: string;
  line: string;
}

/**
 * A browser without scripts, as far as signing in needs one: it keeps cookies, follows redirects to the hub,
 * stops at those that lead elsewhere, and sends the forms of pages.
 */
export class Browser {
  readonly #home: string;
  readonly #language: string | undefined;
  #cookies: Cookie[] = [];
  /** Every `Set-Cookie` that it was sent. */
  readonly received: string[] = [];

  /**
   * @param home origin of the hub
   * @param language what it sends as `Accept-Language`
   */
  constructor(home: string, language?: string) {
    this.#home = home;
    this.#language = language;
  }

  /** The page at `url`, behind redirects; or what leads away from the hub, with `Location` as its address. */
  async open(url: string, init: RequestInit = {}): Promise<Shown> {
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        cookie: this.cookiesFor(url),
        accept: 'text/html',
        ...(this.#language && { 'accept-language': this.#language }),
        ...(init.headers as object),
      },
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    const location = answer.headers.get('location');
    if (location === null) {
      return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
    }
    await answer.body?.cancel();
    const next = new URL(location, url).href;
    if (next.startsWith(`${this.#home}/`)) return this.open(next);
    return { url: next, status: answer.status, headers: answer.headers, text: '' };
  }

  /** Sends the form of a page with the button that says `decision`, and `fields` filled in. */
  async send(page: Shown, fields: Record<string, string>, init: RequestInit = {}): Promise<Shown> {
    const { action, hidden } = formOf(page);
    const body = new URLSearchParams({ ...hidden, ...fields });
    return this.open(new URL(action, page.url).href, {
      ...init,
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'same-origin', ...(init.headers as object) },
    });
  }

  cookiesFor(url: string): string {
    const { pathname } = new URL(url);
    return this.#cookies
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  cookie(name: string): string | undefined {
    return this.#cookies.find((cookie) => cookie.name === name)?.value;
  }

  /** Sets a cookie as one who can write to this browser would. */
  plant(name: string, value: string, path = '/'): void {
    this.#keep(`${name}=${value}; path=${path}`);
  }

  #keep(line: string): void {
    this.received.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    if (!/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.push({ name, value, path, line });
  }
}

/** The form of a page: where it is sent to, and what it sends unseen. */
export function formOf({ text }: Shown): { action: string; hidden: Record<string, string> } {
  const action = /<form[^>]* action="([^"]*)"/.exec(text)?.[1];
  if (action === undefined) throw new Error(`The page has no form:\n${text.slice(0, 2000)}`);
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return { action, hidden: Object.fromEntries(inputs.map(([, name, value]) => [name, value])) };
}
