import { type DynamicModule, Module } from '@nestjs/common';
import {
  defaultDocumentsOptions,
  DOCUMENTS_OPTIONS,
  type DocumentsOptions,
} from './documents.options.js';
import { DocumentsService } from './documents.service.js';
import { TableReader } from './reading/table-reader.js';

/** The documents room with the shipped templates and fonts; `withOptions` changes some of them. */
@Module({
  providers: [
    { provide: DOCUMENTS_OPTIONS, useFactory: defaultDocumentsOptions },
    DocumentsService,
    TableReader,
  ],
  exports: [DocumentsService, TableReader],
})
export class DocumentsModule {
  static withOptions(options: Partial<DocumentsOptions>): DynamicModule {
    return {
      module: DocumentsModule,
      providers: [
        {
          provide: DOCUMENTS_OPTIONS,
          useFactory: (): DocumentsOptions => ({ ...defaultDocumentsOptions(), ...options }),
        },
      ],
    };
  }
}
