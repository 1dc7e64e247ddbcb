import { type DocumentStamp, type TemplateModels, type TemplateName } from './models.js';
import { type WorkbookModel } from './models-workbook.js';

/** What the service asks of a rendering worker; the answer is the bytes of the file. */
export type DocumentJob =
  | {
      readonly kind: 'pdf';
      readonly template: TemplateName;
      readonly model: TemplateModels[TemplateName];
      readonly stamp: DocumentStamp;
    }
  | { readonly kind: 'workbook'; readonly workbook: WorkbookModel; readonly stamp: DocumentStamp };
