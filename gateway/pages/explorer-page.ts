/** The page of the explorer. */
export const explorerHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skills hub: explorer</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/explorer/graphiql.css">
<style>body { margin: 0; } #explorer { height: 100vh; }</style>
</head>
<body>
<div id="explorer">Loading…</div>
<script src="/explorer/react.js"></script>
<script src="/explorer/react-dom.js"></script>
<script src="/explorer/graphiql.js"></script>
<script type="module" src="/explorer/explorer.js"></script>
</body>
</html>
`;

/**
 * What runs in the page. The headers that the user types reach HTTP as headers and the websocket as
 * connection parameters; since those belong to a socket, each subscription has its own.
 */
export const explorerScript = `import { createClient } from '/explorer/graphql-ws/client.js';

const endpoint = new URL('/graphql', location.href);
const socketEndpoint = new URL('/graphql', location.href);
socketEndpoint.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';

const welcome = \`# Paste your key into the Headers tab below, as the value of X-API-Key.
# The documentation of the graph is behind the book at the left. Where it asks for a key first,
# the arrows at the left (Ctrl-Shift-R) fetch it once the key is there.
query Welcome {
  __typename
}
\`;

// Read from the text that is sent: what GraphiQL derives from it lags behind the last keystrokes.
function operationOf(params) {
  const text = params.query.replace(/#.*/g, '');
  const named = [...text.matchAll(/\\b(query|mutation|subscription)\\s+(\\w+)/g)];
  const chosen = named.find(([, , name]) => name === params.operationName) ?? named[0];
  return {
    type: chosen?.[1] ?? /^\\s*(\\w+)/.exec(text)?.[1] ?? 'query',
    name: named.length > 1 ? chosen[2] : undefined,
  };
}

function withoutEmpty(headers) {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([, value]) => value !== ''));
}

// An observable, whose end reaches the websocket at once; the socket closes with its subscription.
function subscribe(params, headers) {
  const client = createClient({
    url: socketEndpoint.href,
    connectionParams: headers,
    retryAttempts: 0,
  });
  return {
    subscribe: (observer) => ({
      unsubscribe: client.subscribe(params, {
        next: (result) => observer.next(result),
        // A CloseEvent says more in its reason than in its text.
        error: (error) => observer.error(error?.reason ? new Error(error.reason) : error),
        complete: () => observer.complete(),
      }),
    }),
  };
}

async function send(params, headers) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(params),
  });
  return response.json();
}

function fetcher(params, options) {
  const headers = withoutEmpty(options?.headers);
  const { type, name } = operationOf(params);
  const request = { ...params, operationName: name };
  return type === 'subscription' ? subscribe(request, headers) : send(request, headers);
}

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultQuery: welcome,
    defaultHeaders: '{\\n  "X-API-Key": ""\\n}',
    defaultEditorToolsVisibility: 'headers',
    shouldPersistHeaders: false,
  }),
);
`;
