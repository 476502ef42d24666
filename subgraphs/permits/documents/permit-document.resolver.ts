import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { RequiresScopes } from '../../../platform/auth/requires-scopes.ts';
import { byId } from '../../../platform/federation/by-id.ts';
import {
  type ChildPage,
  childPages,
  findPage,
  type Page,
  PageArgs,
} from '../../../platform/federation/connection.ts';
import { connectionType } from '../../../platform/federation/connection-type.ts';
import { SubgraphContext } from '../../../platform/federation/context.ts';
import { given } from '../../../platform/federation/given.ts';
import { Idempotent } from '../../../platform/idempotency/idempotent.ts';
import { KeyedByService } from '../../../platform/idempotency/keyed-by-service.ts';
import { isAgency } from '../agency.ts';
import { permitById } from '../permits/permit.resolver.ts';
import { Permit } from '../permits/permit.ts';
import { DocumentStatus } from './document.state.ts';
import type { Version } from './document-files.ts';
import { DocumentImport } from './document-import.ts';
import { DocumentLinks } from './document-links.ts';
import {
  CreatePermitDocumentInput,
  EndPermitDocumentInput,
  ImportPermitDocumentInput,
  PermitDocumentFilter,
  ResolvePermitSignatureInput,
  SignPermitDocumentInput,
} from './permit-document.inputs.ts';
import { PermitDocumentService } from './permit-document.service.ts';
import { PermitDocument } from './permit-document.ts';
import { DocumentVersion, PermitDocumentFile } from './permit-document-file.ts';
import { SigningService } from './signing.service.ts';

const PermitDocumentConnection = connectionType(PermitDocument, 'PermitDocument');
export const permitDocumentById = byId(PermitDocument);
const documentsOfPermit = childPages(PermitDocument, 'permitId');

const versions: readonly [DocumentVersion, Version][] = [
  [DocumentVersion.ORIGINAL, 'original'],
  [DocumentVersion.STAMPED, 'stamped'],
  [DocumentVersion.SIGNED, 'signed'],
];

@Resolver(() => PermitDocument)
export class PermitDocumentResolver {
  constructor(
    private readonly service: PermitDocumentService,
    private readonly signing: SigningService,
    private readonly links: DocumentLinks,
    private readonly imports: DocumentImport,
  ) {}

  @Query(() => PermitDocument, {
    nullable: true,
    description: 'One document of a permit; null when there is none that the caller may see.',
  })
  @RequiresScopes('permits:read')
  permitDocument(
    @Arg('id', () => ID, { description: 'Id of the document.' }) id: string,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument | null> {
    return context.load(permitDocumentById, id);
  }

  @Query(() => PermitDocumentConnection, {
    description: 'The documents of permits that the caller may see, newest first.',
  })
  @RequiresScopes('permits:read')
  permitDocuments(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => PermitDocumentFilter, { nullable: true, description: 'Narrows the list.' })
    filter: PermitDocumentFilter | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PermitDocument>> {
    return findPage(context.em, PermitDocument, given(filter), page);
  }

  @Mutation(() => PermitDocument, {
    description:
      'Begins a document of a permit: its PDF is then sent to `uploadUrl`. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @Idempotent(CreatePermitDocumentInput)
  createPermitDocument(
    @Arg('input', () => CreatePermitDocumentInput, { description: 'Of which permit.' })
    input: CreatePermitDocumentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.service.create(input, context);
  }

  @Mutation(() => PermitDocument, {
    description:
      'Has the PDF of a document fetched from an address, and taken in as an upload is. Answers at once: `importing` becomes false, and `importProblem` says why where it could not be had. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @Idempotent(ImportPermitDocumentInput)
  importPermitDocument(
    @Arg('input', () => ImportPermitDocumentInput, { description: 'Which document, and from where.' })
    input: ImportPermitDocumentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.imports.begin(input, context);
  }

  @Mutation(() => PermitDocument, {
    description:
      'Stamps the QR code onto the PDF and has it signed, by one call that is never repeated. Answers with what is known after ten seconds. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @KeyedByService({ input: SignPermitDocumentInput, entity: PermitDocument, secret: ['passphrase'] })
  signPermitDocument(
    @Arg('input', () => SignPermitDocumentInput, { description: 'Which document, and who signs.' })
    input: SignPermitDocumentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.signing.sign(input, context);
  }

  @Mutation(() => PermitDocument, {
    description:
      'Settles a signature whose outcome was unknown, once a person has found it out. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @Idempotent(ResolvePermitSignatureInput)
  resolvePermitSignature(
    @Arg('input', () => ResolvePermitSignatureInput, { description: 'What was found out.' })
    input: ResolvePermitSignatureInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.service.resolve(input, context);
  }

  @Mutation(() => PermitDocument, {
    description: 'Refuses a PDF that was uploaded and not signed. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @Idempotent(EndPermitDocumentInput)
  rejectPermitDocument(
    @Arg('input', () => EndPermitDocumentInput, { description: 'Which document, and why.' })
    input: EndPermitDocumentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.service.reject(input, context);
  }

  @Mutation(() => PermitDocument, {
    description:
      'Gives a document up, or withdraws one that was signed: the public is told so from then on. For the operator and agencies.',
  })
  @RequiresScopes('permits:manage')
  @Idempotent(EndPermitDocumentInput)
  cancelPermitDocument(
    @Arg('input', () => EndPermitDocumentInput, { description: 'Which document, and why.' })
    input: EndPermitDocumentInput,
    @Ctx() context: SubgraphContext,
  ): Promise<PermitDocument> {
    return this.service.cancel(input, context);
  }

  @FieldResolver(() => Permit, { nullable: true, description: 'The permit that it is of.' })
  permit(@Root() document: PermitDocument, @Ctx() context: SubgraphContext): Promise<Permit | null> {
    return context.load(permitById, document.permitId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where its PDF is sent within the next 15 minutes: `PUT`, `Content-Type: application/pdf`, at most 20 MiB, no key. For a draft the permit’s own PDF; for a signature whose outcome is unknown the signed one, when it was found. Null otherwise, and for those who may not.',
  })
  uploadUrl(@Root() document: PermitDocument, @Ctx() { principal }: SubgraphContext): string | null {
    const draft = document.status === DocumentStatus.DRAFT;
    if (!isAgency(principal) || !(draft || document.signatureUnknown)) return null;
    const version = draft ? ('original' as const) : ('signed' as const);
    return this.links.make({
      what: 'upload',
      documentId: document.id,
      version,
      bearer: principal.id,
      organisationId: principal.organisationId,
    });
  }

  @FieldResolver(() => [PermitDocumentFile], { description: 'Its files, as far as there are any.' })
  files(@Root() document: PermitDocument, @Ctx() { principal }: SubgraphContext): PermitDocumentFile[] {
    return versions.flatMap(([version, name]) => {
      const file = document[name];
      if (!file) return [];
      const link = {
        what: 'download',
        documentId: document.id,
        version: name,
        bearer: principal.id,
        organisationId: principal.organisationId,
      } as const;
      const { size, sha256 } = file;
      return [
        Object.assign(new PermitDocumentFile(), {
          version,
          size,
          sha256,
          downloadUrl: this.links.make(link),
        }),
      ];
    });
  }
}

@Resolver(() => Permit)
export class PermitDocumentsResolver {
  @FieldResolver(() => PermitDocumentConnection, { description: 'Its documents, newest first.' })
  @RequiresScopes('permits:read')
  documents(
    @Root() permit: Permit,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<ChildPage<PermitDocument>> {
    return context.load(documentsOfPermit, { parentId: permit.id, args });
  }
}
