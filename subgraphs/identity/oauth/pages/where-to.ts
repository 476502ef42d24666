/** Where an app is led back to, as a person recognises it: its host, or the scheme of an app on their device. */
export function hostOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return protocol === 'https:' || protocol === 'http:' ? host : protocol.slice(0, -1);
}

/**
 * What the content security policy of a form must let it lead to, so that the browser follows the redirect
 * to the app, and wherever the app leads on from there: the scheme.
 */
export function schemesOf(redirectUri: string | undefined): string[] {
  return redirectUri !== undefined && URL.canParse(redirectUri) ? [new URL(redirectUri).protocol] : [];
}
