import { Module } from '@nestjs/common';
import { BalanceQueries } from './balance.queries.js';
import { LedgerBook } from './ledger-book.js';

@Module({ providers: [LedgerBook, BalanceQueries], exports: [LedgerBook, BalanceQueries] })
export class EntriesModule {}
