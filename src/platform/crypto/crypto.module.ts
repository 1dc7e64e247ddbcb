import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { AesProvider, CryptoProvider } from './crypto-provider.js';
import { FieldCipher, KeyedHash } from './field-cipher.js';
import { KeyRing } from './key-ring.js';

@Global()
@Module({
  providers: [
    {
      provide: KeyRing,
      useFactory: (config: Config) => KeyRing.open(config.dataDir, config.keys),
      inject: [CONFIG],
    },
    { provide: CryptoProvider, useClass: AesProvider },
    FieldCipher,
    KeyedHash,
  ],
  exports: [KeyRing, FieldCipher, KeyedHash],
})
export class CryptoModule {}
