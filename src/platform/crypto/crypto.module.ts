import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { KeyRing } from './key-ring.js';

@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      useFactory: (config: Config) => KeyRing.open(config.dataDir),
      inject: [CONFIG],
    },
  ],
  exports: [KeyRing],
})
export class CryptoModule {}
