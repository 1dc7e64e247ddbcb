import { type BlockDocument } from '../../../src/documents/blocks/blocks.js';
import { defaultDocumentsOptions } from '../../../src/documents/documents.options.js';
import {
  type DocumentStamp,
  type TemplateModels,
  type TemplateName,
} from '../../../src/documents/models.js';
import { Renderer } from '../../../src/documents/renderer.js';
import {
  archiveSheet,
  bulletin,
  bulletinNotice,
  quarterlySummary,
  urgeNotice,
} from './official-samples.js';
import { caseForm } from './case-samples.js';
import { assignNotice, superviseNotice } from './notice-samples.js';
import {
  consolidationTable,
  correctionReport,
  nilReport,
  reportLetter,
  reportReturn,
} from './report-samples.js';
import { type ReadPage, readPdf } from './read-pdf.js';
import {
  closureApplication,
  HASH,
  issueList,
  ledger,
  ledgerRows,
  responsibilityList,
  taskList,
  unresolvedList,
} from './sheet-samples.js';

export const stamp: DocumentStamp = { createdAt: '2020-05-30T10:00:00Z', id: HASH };
export const renderer = new Renderer(defaultDocumentsOptions());

/** One sample of every template. */
export const samples: TemplateModels = {
  'rectification-ledger': ledger(ledgerRows(4)),
  'issue-list': issueList,
  'task-list': taskList,
  'responsibility-list': responsibilityList,
  'closure-application': closureApplication,
  'case-form': caseForm,
  'unresolved-list': unresolvedList,
  'supervise-notice': superviseNotice,
  'assign-notice': assignNotice,
  bulletin,
  'bulletin-archive': { document: bulletin, archive: archiveSheet },
  'bulletin-notice': bulletinNotice,
  'bulletin-notice-archive': { document: bulletinNotice, archive: archiveSheet },
  'quarterly-summary': quarterlySummary,
  'urge-notice': urgeNotice,
  'report-letter': reportLetter,
  'nil-report': nilReport,
  'report-return': reportReturn,
  'correction-report': correctionReport,
  'consolidation-table': consolidationTable,
};
export const templateNames = Object.keys(samples) as TemplateName[];

/** Puts a text into every string of a model. */
function infuse<T>(value: T, text: string): T {
  if (typeof value === 'string') return `${value}${text}` as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => infuse(inner, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    infuse(inner as unknown, text),
  ]);
  return Object.fromEntries(entries) as T;
}
/** The sample of a template with a text in every string of it. */
export function infused<T extends TemplateName>(template: T, text: string): TemplateModels[T] {
  const model = infuse(samples[template], text);
  return 'paper' in model ? { ...model, paper: 'A4' } : model;
}

export function sampleBlocks(template: TemplateName): BlockDocument {
  return renderer.blocks(template, samples[template]);
}

export function samplePdf(template: TemplateName): Promise<Buffer> {
  return renderer.pdf(template, samples[template], stamp);
}

export async function readModel<T extends TemplateName>(
  template: T,
  model: TemplateModels[T],
): Promise<ReadPage[]> {
  return readPdf(await renderer.pdf(template, model, stamp));
}
