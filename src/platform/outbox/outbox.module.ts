import { Global, Module } from '@nestjs/common';
import { Outbox } from './outbox.js';
import { OutboxClaims } from './outbox-claims.js';
import { OutboxDispatcher } from './outbox-dispatcher.js';

@Global()
@Module({
  providers: [Outbox, OutboxClaims, OutboxDispatcher],
  exports: [Outbox, OutboxDispatcher],
})
export class OutboxModule {}
