import { html } from '../../../platform/pages/html.ts';
import type { Achievement } from '../achievements/achievement.ts';
import { inLanguage, type Language } from '../achievements/localised-text.ts';
import type { Issuer } from '../issuers/issuer.ts';
import type { Addresses } from '../open-badges/addresses.ts';
import type { Page } from './layout.ts';

const words = {
  id: {
    issuer: 'Penerbit kredensial',
    website: 'Situs web',
    email: 'Surel',
    did: 'Identitas (DID)',
    outcomes: 'Hasil pembelajaran',
    awardedBy: 'Diberikan oleh',
    criteria: 'Cara mencapainya',
    framework: 'Jenjang AQRF',
    picture: 'Lencana',
  },
  en: {
    issuer: 'Issuer of credentials',
    website: 'Website',
    email: 'E-mail',
    did: 'Identity (DID)',
    outcomes: 'Learning outcomes',
    awardedBy: 'Awarded by',
    criteria: 'What it takes',
    framework: 'AQRF level',
    picture: 'Badge',
  },
} as const;

/** The page of an issuer, for people. */
export function issuerPage(issuer: Issuer, language: Language, addresses: Addresses): Page {
  const said = words[language];
  const path = new URL(addresses.issuer(issuer.id)).pathname;
  const { name, url, email, description } = issuer;
  const main = html`<h1>${name}</h1>
<p class="soft">${said.issuer}</p>
${description && html`<p class="said">${description}</p>`}
<dl>
${url && html`<dt>${said.website}</dt><dd><a href="${url}" rel="noopener">${url}</a></dd>`}
${email && html`<dt>${said.email}</dt><dd><a href="mailto:${email}">${email}</a></dd>`}
<dt>${said.did}</dt><dd><a href="${path}/did.json">${addresses.issuerDid(issuer.id)}</a></dd>
</dl>`;
  return { title: name, language, path, main, listed: true };
}

/** The page of an achievement, for people. */
export function achievementPage(
  achievement: Achievement,
  issuer: Issuer | null,
  language: Language,
  addresses: Addresses,
): Page {
  const said = words[language];
  const path = new URL(addresses.achievement(achievement.id)).pathname;
  const { skkniCode, aqrfLevel, criteria, learningOutcomes } = achievement;
  const name = inLanguage(achievement.name, language);
  const description = inLanguage(achievement.description, language);
  const main = html`<img class="picture" src="/images/badges/${achievement.id}.png" width="600" height="600" alt="${said.picture}: ${name}">
<h1>${name}</h1>
<p class="said">${description}</p>
<dl>
${issuer && html`<dt>${said.awardedBy}</dt><dd><a href="/issuers/${issuer.id}?lang=${language}">${issuer.name}</a></dd>`}
${skkniCode && html`<dt>SKKNI</dt><dd>${skkniCode}</dd>`}
${aqrfLevel && html`<dt>${said.framework}</dt><dd>${aqrfLevel}</dd>`}
</dl>
${criteria && html`<h2>${said.criteria}</h2><p class="said">${inLanguage(criteria, language)}</p>`}
${
  learningOutcomes.length > 0 &&
  html`<h2>${said.outcomes}</h2><ul>${learningOutcomes.map((outcome) => html`<li>${outcome.description}</li>`)}</ul>`
}`;
  const preview = {
    image: addresses.image(achievement.id),
    url: addresses.achievement(achievement.id),
    description,
  };
  return { title: name, language, path, main, preview, listed: true };
}
