import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Files } from './files.service.js';
import { FolderObjectStore } from './folder-object-store.js';
import { ObjectStore } from './object-store.js';

@Global()
@Module({
  providers: [
    Files,
    {
      provide: ObjectStore,
      useFactory: (config: Config) =>
        // The SQLite file lock already keeps a second process away from the data directory.
        FolderObjectStore.open(join(config.dataDir, 'objects'), {
          exclusive: config.database.engine === 'sqlite',
        }),
      inject: [CONFIG],
    },
  ],
  exports: [Files, ObjectStore],
})
export class FilesModule {}
