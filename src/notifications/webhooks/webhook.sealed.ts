import { SealedColumn } from '../../platform/crypto/sealed-columns.js';

export const WEBHOOK_URL = new SealedColumn('webhooks', 'sealed_url');
export const WEBHOOK_SECRET = new SealedColumn('webhooks', 'sealed_secret');
