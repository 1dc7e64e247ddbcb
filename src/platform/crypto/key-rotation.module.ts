import { type DynamicModule, Module } from '@nestjs/common';
import { KeyRotation } from './key-rotation.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

@Module({})
export class KeyRotationModule {
  /** @param columns everything that is sealed, of all rooms. */
  static forRoot(columns: readonly SealedColumn[]): DynamicModule {
    return {
      module: KeyRotationModule,
      providers: [{ provide: SEALED_COLUMNS, useValue: columns }, KeyRotation],
      exports: [KeyRotation],
    };
  }
}
