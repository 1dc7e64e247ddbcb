import { FlagField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export class NotificationQuery extends PageQuery {
  @FlagField({ label: '只看未读', optional: true })
  unread?: boolean;
}
