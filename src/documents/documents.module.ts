import { type DynamicModule, Module } from '@nestjs/common';
import {
  defaultDocumentsOptions,
  DOCUMENTS_OPTIONS,
  type DocumentsOptions,
} from './documents.options.js';
import { DocumentsService } from './documents.service.js';

/** The documents room with the shipped templates and fonts; `withOptions` changes some of them. */
@Module({
  providers: [
    { provide: DOCUMENTS_OPTIONS, useFactory: defaultDocumentsOptions },
    DocumentsService,
  ],
  exports: [DocumentsService],
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
