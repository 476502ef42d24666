import { interactionPolicy } from 'oidc-provider';

const { Check, base } = interactionPolicy;

/** When a person is asked to sign in, and to agree: as the library has it, and when they were deactivated. */
export function policy(): interactionPolicy.DefaultPolicy {
  const prompts = base();
  prompts
    .get('login')
    ?.checks.add(
      new Check('no_account', 'the person who was signed in may do so no longer', 'login_required', (ctx) =>
        Boolean(ctx.oidc.session?.accountId && !ctx.oidc.account),
      ),
    );
  return prompts;
}
