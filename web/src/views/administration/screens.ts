import type { RouteRecordRaw } from 'vue-router';

const IN_SYSTEM = [{ label: '系统管理' }];
const IN_CAMPAIGNS = [...IN_SYSTEM, { label: '专项治理', to: '/campaigns' }];

export const ADMINISTRATION_SCREENS: readonly RouteRecordRaw[] = [
  {
    path: 'campaigns',
    component: () => import('./campaigns/CampaignList.vue'),
    meta: { title: '专项治理', crumbs: IN_SYSTEM, permissions: ['campaign.read'] },
  },
  {
    path: 'campaigns/new',
    component: () => import('./campaigns/CampaignNew.vue'),
    meta: { title: '建立专项治理', crumbs: IN_CAMPAIGNS, permissions: ['campaign.manage'] },
  },
  {
    path: 'campaigns/:id',
    component: () => import('./campaigns/CampaignView.vue'),
    meta: { title: '专项治理详情', crumbs: IN_CAMPAIGNS, permissions: ['campaign.read'] },
  },
  {
    path: 'units',
    component: () => import('./units/UnitsView.vue'),
    meta: { title: '单位', crumbs: IN_SYSTEM, permissions: ['unit.read'] },
  },
  {
    path: 'users',
    component: () => import('./users/UserList.vue'),
    meta: { title: '人员', crumbs: IN_SYSTEM, permissions: ['user.read'] },
  },
  {
    path: 'delegations',
    component: () => import('./delegations/DelegationList.vue'),
    meta: {
      title: '代理设置',
      crumbs: IN_SYSTEM,
      personalUnless: 'delegation.manage',
      permissions: ['delegation.name', 'delegation.manage'],
    },
  },
  {
    path: 'messages',
    component: () => import('./messages/MessageList.vue'),
    meta: { title: '消息', crumbs: IN_SYSTEM, permissions: ['notification.read'] },
  },
  {
    path: 'messages/preferences',
    component: () => import('./messages/MessagePreferences.vue'),
    meta: {
      title: '消息设置',
      crumbs: [...IN_SYSTEM, { label: '消息', to: '/messages' }],
      permissions: ['notification.read'],
    },
  },
  {
    path: 'jobs',
    component: () => import('./system/JobList.vue'),
    meta: { title: '导入导出任务', crumbs: IN_SYSTEM },
  },
  {
    path: 'outbox',
    component: () => import('./system/OutboxList.vue'),
    meta: { title: '外发消息', crumbs: IN_SYSTEM, permissions: ['outbox.read'] },
  },
  {
    path: 'webhooks',
    component: () => import('./system/WebhookList.vue'),
    meta: { title: '群机器人', crumbs: IN_SYSTEM, permissions: ['webhook.manage'] },
  },
  {
    path: 'audit',
    component: () => import('./system/AuditLog.vue'),
    meta: { title: '审计日志', crumbs: IN_SYSTEM, permissions: ['audit.read'] },
  },
];
