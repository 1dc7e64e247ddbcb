/** Sessions, people, powers, messages and operation; how a line is read: `route-rules.ts`. */
export const HOUSE_ROUTES = `
GET /live | public
GET /metrics | reader
GET /ready | public
GET /api/audit | audit.read
GET /api/audit.csv | audit.read
GET /api/audit.xlsx | audit.read
GET /api/audit/heads | audit.read
GET /api/audit/heads.jsonl | audit.read
GET /api/audit/heads/public-key | audit.read
GET /api/audit/verification | audit.read
POST /api/audit/verification | audit.read
POST /api/auth/login | public
POST /api/auth/login/second-step | public
POST /api/auth/logout | signed-in
GET /api/auth/me | signed-in
GET /api/auth/methods | public
GET /api/auth/oidc/callback | public
GET /api/auth/oidc/start | public
POST /api/auth/password | signed-in
GET /api/auth/second-factor | signed-in
POST /api/auth/second-factor/confirmation | signed-in
POST /api/auth/second-factor/proposal | signed-in
POST /api/auth/second-factor/recovery-codes | signed-in
POST /api/auth/second-factor/removal | signed-in
GET /api/delegations | delegation.name delegation.manage
POST /api/delegations | delegation.name delegation.manage
GET /api/delegations/:id | delegation.name delegation.manage | delegation
GET /api/delegations/:id/acts | delegation.name delegation.manage | delegation
POST /api/delegations/:id/revocation | delegation.name delegation.manage | delegation
GET /api/delegations/candidates | delegation.name delegation.manage
GET /api/dictionary | signed-in
GET /api/jobs | signed-in
GET /api/jobs/:id | signed-in | job
POST /api/jobs/:id/cancellation | signed-in | job
GET /api/jobs/:id/result | signed-in | job
GET /api/notifications | notification.read
POST /api/notifications/:id/reading | notification.read | notification
GET /api/notifications/preferences | notification.read
PUT /api/notifications/preferences | notification.read
POST /api/notifications/reading | notification.read
GET /api/notifications/unread | notification.read
GET /api/outbox | outbox.read
POST /api/outbox/:id/cancellation | outbox.manage | outbox
POST /api/outbox/:id/retry | outbox.manage | outbox
GET /api/todo | signed-in
GET /api/ui-preferences | signed-in
DELETE /api/ui-preferences/:key | signed-in
PUT /api/ui-preferences/:key | signed-in
GET /api/units | unit.read
POST /api/units | unit.manage
GET /api/units/:id | unit.read | unit
PATCH /api/units/:id | unit.manage | unit
GET /api/units/staff | plan.edit
GET /api/units/tree | unit.read
GET /api/users | user.read
POST /api/users | user.manage
GET /api/users/:id | user.read | user
PATCH /api/users/:id | user.manage user.secure | user
POST /api/users/:id/password-reset | user.secure user.manage | user
POST /api/users/:id/second-factor-reset | user.secure | user
GET /api/webhooks | webhook.manage
POST /api/webhooks | webhook.manage
GET /api/webhooks/:id | webhook.manage | webhook
PATCH /api/webhooks/:id | webhook.manage | webhook
POST /api/webhooks/:id/test | webhook.manage | webhook
`;
