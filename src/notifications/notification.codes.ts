import { type CodeOf, codeList } from '../platform/dictionary/code-list.js';

/** What a message is about; people choose by topic what also reaches them outside the program. */
export const NOTIFICATION_TOPIC = codeList('NotificationTopic', '消息类别', {
  REPORT_OPENED: '报告开始填报',
  REPORT_REMINDER: '报送提醒',
  REPORT_URGE: '催报',
  REPORT_SHIFTED: '报送顺延',
  REPORT_EXEMPT: '免报',
  REPORT_SUBMITTED: '报告待接收',
  REPORT_RETURNED: '报告退回重报',
  REPORT_ACCEPTED: '报告已接收',
  REPORT_CORRECTION: '更正报告',
  ISSUE_REMINDER: '整改时限提醒',
  ISSUE_URGE: '催办',
  NOTICE_ISSUED: '督办（交办）单',
  NOTICE_REPLIED: '督办（交办）回复',
  ESCALATION: '督办升级',
  BULLETIN_ISSUED: '通报印发',
  FOLLOW_UP: '通报自查',
  CASE_REVIEW: '典型案例待审',
  DELEGATION: '代理',
  JOB_FINISHED: '后台任务完成',
});
export type NotificationTopic = CodeOf<typeof NOTIFICATION_TOPIC>;
