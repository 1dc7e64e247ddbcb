import type { Component } from 'vue';
import {
  Bell,
  Calendar,
  Checked,
  Collection,
  DataAnalysis,
  Document,
  DocumentChecked,
  Files,
  Finished,
  HomeFilled,
  List,
  Memo,
  Notebook,
  OfficeBuilding,
  Operation,
  Promotion,
  ScaleToOriginal,
  Setting,
  Tickets,
  User,
  Warning,
} from '@element-plus/icons-vue';

export interface MenuItem {
  readonly to: string;
  readonly label: string;
  readonly icon: Component;
  /** Other paths of the same room. */
  readonly also?: readonly string[];
  /** Shown to those who hold one of these permissions; to everybody when left out. */
  readonly permissions?: readonly string[];
  /** Not shown to those who hold this: another entry takes them there. */
  readonly unless?: string;
}

export interface MenuGroup {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

const item = (
  to: string,
  label: string,
  icon: Component,
  ...permissions: readonly string[]
): MenuItem => ({ to, label, icon, ...(permissions.length > 0 ? { permissions } : {}) });

/** The left menu: every screen once, in the order of the work. */
export const MENU: readonly MenuGroup[] = [
  {
    label: '工作台',
    items: [
      item('/home', '我的待办', HomeFilled),
      item('/dashboard', '领导驾驶舱', DataAnalysis, 'statistics.read'),
    ],
  },
  {
    label: '整改台账',
    items: [
      item('/issues', '问题清单', List, 'issue.read'),
      item('/tasks', '任务清单', Tickets, 'issue.read'),
      item('/responsibilities', '责任清单', User, 'issue.read'),
      item('/ledger', '整改台账', Notebook, 'issue.read'),
      // Leadership reads the account, not its lines.
      {
        ...item('/ledger/balance', '整改对账数', Notebook, 'statistics.read'),
        unless: 'issue.read',
      },
      item('/closures', '销号审核', Finished, 'issue.read'),
      {
        ...item('/supervision', '督查督办', Warning, 'notice.read'),
        also: ['/notices', '/measures', '/extensions'],
      },
      item('/reconciliation', '对账', ScaleToOriginal, 'issue.read'),
    ],
  },
  {
    label: '报送通报',
    items: [
      item('/reports', '台账报送', Calendar, 'report.read'),
      item('/consolidations', '逐级汇总', Files, 'report.read'),
      item('/cases', '典型案例', Collection, 'case.read'),
      item('/bulletins', '通报编印', Document, 'bulletin.read'),
      item('/follow-ups', '通报反馈', Promotion, 'bulletin.read'),
      item('/documents', '通报和总结', Memo, 'bulletin.read', 'report.read'),
    ],
  },
  {
    label: '系统管理',
    items: [
      item('/campaigns', '专项治理', Setting, 'campaign.read'),
      {
        ...item('/units', '单位与人员', OfficeBuilding, 'unit.read'),
        also: ['/users', '/delegations'],
      },
      item('/jobs', '导入导出任务', Operation),
      item('/messages', '消息', Bell),
      item('/outbox', '外发消息', Promotion, 'outbox.read'),
      item('/audit', '审计日志', DocumentChecked, 'audit.read'),
      item('/webhooks', '群机器人', Checked, 'webhook.manage'),
    ],
  },
];
