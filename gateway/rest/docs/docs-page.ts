/** The page of the interface's documentation. */
export const docsHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skills hub: REST interface</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/docs.css">
</head>
<body>
<main id="docs">Loading…</main>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/docs.js"></script>
</body>
</html>
`;

export const docsStyle = `body { margin: 0; }
.samples { margin: 0 20px 20px; }
.samples h4 { font: bold 14px sans-serif; color: #3b4151; margin: 12px 0 6px; }
.samples button { font: 13px sans-serif; margin-right: 6px; padding: 4px 10px; border: 1px solid #ccc; background: white; cursor: pointer; }
.samples button[aria-pressed='true'] { background: #333; color: white; border-color: #333; }
.samples pre { margin: 6px 0 0; padding: 12px; overflow-x: auto; background: #333; color: white; font: 12px/1.5 monospace; }
`;

/** What is ticked for who signs in, unless they untick it. */
const scopes = ['profile', 'read', 'write'];

/**
 * What runs in the page: Swagger UI over this hub's document, with the samples of each operation.
 *
 * @param oauthClientId the client as which people sign in, unless they name another
 */
export function docsScript(oauthClientId: string | undefined): string {
  const oauth = { clientId: oauthClientId, scopes, usePkceWithAuthorizationCodeGrant: true };
  return `${pageScript}ui.initOAuth(${JSON.stringify(oauth)});\n`;
}

const pageScript = `const Samples = (system) => function Samples({ samples }) {
  const { React } = system;
  const [shown, show] = React.useState(0);
  return React.createElement('section', { className: 'samples', 'aria-label': 'Code samples' },
    React.createElement('h4', null, 'Code samples'),
    samples.map((sample, index) => React.createElement('button', {
      key: sample.label,
      type: 'button',
      'aria-pressed': index === shown,
      onClick: () => show(index),
    }, sample.label)),
    React.createElement('pre', null, React.createElement('code', null, samples[shown].source)),
  );
};

const WithSamples = (system) => {
  const Section = Samples(system);
  return {
    wrapComponents: {
      responses: (Original) => (props) => {
        const samples = system.specSelectors.specJson()
          .getIn(['paths', props.path, props.method, 'x-codeSamples'])?.toJS() ?? [];
        return system.React.createElement('div', null,
          samples.length > 0 && system.React.createElement(Section, { samples }),
          system.React.createElement(Original, props),
        );
      },
    },
  };
};

// The client and scopes of people who sign in are not those of a program that calls for itself.
const ProgramsByThemselves = (system) => ({
  wrapComponents: {
    oauth2: (Original) => (props) => {
      const isPeople = props.schema.get('flow') === 'authorizationCode';
      const authSelectors = isPeople ? props.authSelectors : { ...props.authSelectors, getConfigs: () => ({}) };
      return system.React.createElement(Original, { ...props, authSelectors });
    },
  },
});

const ui = SwaggerUIBundle({
  url: '/api/docs/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
  oauth2RedirectUrl: new URL('/api/docs/oauth2-redirect.html', location.href).href,
  plugins: [WithSamples, ProgramsByThemselves],
});
`;
