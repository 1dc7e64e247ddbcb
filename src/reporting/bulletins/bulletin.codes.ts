import { type CodeOf, codeList } from '../../platform/dictionary/code-list.js';

export const BULLETIN_STATUS = codeList('BulletinStatus', '通报状态', {
  DRAFT: '拟稿',
  ISSUED: '已印发',
});
export type BulletinStatus = CodeOf<typeof BULLETIN_STATUS>;
