import { randomBytes } from 'node:crypto';

const cdn = 'https://embeddable-sandbox.cdn.apollographql.com';

/**
 * What a browser gets at `GET /graphql`: Apollo Sandbox, embedded from Apollo's servers, over this
 * address for queries and over its websocket for subscriptions; the way to the offline explorer where
 * Apollo's servers cannot be reached.
 */
export function sandboxPage(explorer: boolean): string {
  return page(randomBytes(16).toString('base64'), explorer);
}

function page(nonce: string, explorer: boolean): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    `script-src 'nonce-${nonce}' ${cdn}`,
    `style-src 'nonce-${nonce}' ${cdn}`,
    "connect-src 'self' ws: wss:",
    'frame-src https://sandbox.embed.apollographql.com',
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skills hub: Apollo Sandbox</title>
<style nonce="${nonce}">
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
  #offline { padding: 1rem; }
  #sandbox { position: absolute; inset: 0; }
  #sandbox:empty { display: none; }
  iframe { width: 100%; height: 100%; border: 0; background: white; }
</style>
</head>
<body>
<div id="offline">
  <p>Apollo Sandbox is loaded from Apollo’s servers, which cannot be reached just now.</p>
  ${explorer ? '<p><a href="/explorer">The explorer of this hub works without them.</a></p>' : ''}
</div>
<div id="sandbox"></div>
<script nonce="${nonce}" src="${cdn}/v2/embeddable-sandbox.umd.production.min.js"></script>
<script nonce="${nonce}">
  const address = location.origin + location.pathname;
  if (window.EmbeddedSandbox) {
    new window.EmbeddedSandbox({
      target: '#sandbox',
      initialEndpoint: address,
      initialSubscriptionEndpoint: address.replace(/^http/, 'ws'),
      endpointIsEditable: false,
      hideCookieToggle: true,
      includeCookies: false,
      runTelemetry: false,
      allowDynamicStyles: false,
      initialState: { pollForSchemaUpdates: false },
    });
  }
</script>
</body>
</html>
`;
}
