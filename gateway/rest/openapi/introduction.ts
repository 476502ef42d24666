import type { Schema } from './schema-writer.ts';

/** Where whoever uses the interface is helped; the deployment says so. */
export interface HelpLinks {
  supportEmail?: string | undefined;
  /** Where the documents of docs/ are, without a slash at its end. */
  documentationUrl?: string | undefined;
  communityUrl?: string | undefined;
  statusUrl?: string | undefined;
}

/**
 * What a document says of itself first: the words of introduction, each section that has a guide with a link to it, and
 * where there is help.
 *
 * @param guides names of documents in docs/, by the section's heading
 */
export function introduction(
  info: Schema,
  guides: Readonly<Record<string, string>>,
  links: HelpLinks,
): Schema {
  const { supportEmail, documentationUrl, communityUrl, statusUrl } = links;
  const sections = String(info.description).split('\n\n## ');
  const help = [
    supportEmail && `- Support: <${supportEmail}>`,
    documentationUrl && `- Documentation: <${documentationUrl}>`,
    communityUrl && `- Community: <${communityUrl}>`,
    statusUrl && `- Status: <${statusUrl}>`,
  ].filter(Boolean);
  if (help.length > 0) sections.push(`Help\n\n${help.join('\n')}`);
  const withGuide = (section: string): string => {
    const guide = guides[section.split('\n', 1)[0] ?? ''];
    if (!guide) return section;
    const address = documentationUrl ? `[${guide}](${documentationUrl}/${guide})` : `\`docs/${guide}\``;
    return `${section}\n\nAll of it: ${address}.`;
  };
  return {
    ...info,
    description: sections.map(withGuide).join('\n\n## '),
    contact: { name: 'Support', ...(supportEmail && { email: supportEmail }) },
  };
}
