/** Issues, reports, cases and what belongs to them; how a line is read: `route-rules.ts`. */
export const BUSINESS_ROUTES = `
GET /api/bulletin-follow-ups | bulletin.read
GET /api/bulletin-follow-ups/:id | bulletin.read | followUp
POST /api/bulletin-follow-ups/:id/acknowledgement | bulletin.answer | followUp | worker
POST /api/bulletin-follow-ups/:id/answer | bulletin.answer | followUp | worker
POST /api/bulletin-follow-ups/:id/decision | bulletin.compose | followUp | bureau
GET /api/bulletins | bulletin.read
POST /api/bulletins | bulletin.compose | named
GET /api/bulletins/:id | bulletin.read | bulletin
PATCH /api/bulletins/:id | bulletin.compose | bulletin | bureau
GET /api/bulletins/:id.pdf | bulletin.read | bulletin
GET /api/bulletins/:id/archive.pdf | bulletin.read | bulletin
POST /api/bulletins/:id/cancellation | bulletin.read | bulletin | bureau | bulletin.compose bulletin.issue
POST /api/bulletins/:id/corrections | bulletin.compose | bulletin | bureau
GET /api/bulletins/:id/follow-ups | bulletin.read | bulletin
POST /api/bulletins/:id/issuance | bulletin.dispatch | bulletin | bureau
POST /api/bulletins/:id/numbering | bulletin.dispatch | bulletin | bureau
POST /api/bulletins/:id/publication | bulletin.dispatch | bulletin | bureau
POST /api/bulletins/:id/reviews | bulletin.review | bulletin | bureau
GET /api/bulletins/:id/sealed.json | bulletin.read | bulletin
POST /api/bulletins/:id/signature | bulletin.issue | bulletin | bureau
POST /api/bulletins/:id/submission | bulletin.compose | bulletin | bureau
POST /api/bulletins/:id/withdrawals | bulletin.compose | bulletin | bureau
GET /api/campaign-templates | campaign.read
GET /api/campaigns | campaign.read
POST /api/campaigns | campaign.manage
GET /api/campaigns/:id | campaign.read | campaign
PATCH /api/campaigns/:id | campaign.manage | campaign | bureau
GET /api/campaigns/:id/categories | campaign.read | campaign
GET /api/campaigns/:id/reconciliation | issue.read | campaign
GET /api/campaigns/:id/reconciliation.xlsx | issue.read | campaign
GET /api/campaigns/:id/report-rules | campaign.read | campaign
GET /api/case-hand-overs | case.read
GET /api/case-hand-overs/:id | case.read | handOver
POST /api/case-hand-overs/:id/decision | case.receive | handOver | above
POST /api/case-hand-overs/:id/recall | case.handOver | handOver | bureau
GET /api/cases | case.read
POST /api/cases | case.edit | named
GET /api/cases.xlsx | case.read
GET /api/cases/:id | case.read | case
PATCH /api/cases/:id | case.edit | case | bureau
GET /api/cases/:id.pdf | case.read | case
POST /api/cases/:id/appeals | case.edit | case | bureau
GET /api/cases/:id/hand-overs | case.read | case
POST /api/cases/:id/hand-overs | case.handOver | case | bureau
GET /api/cases/:id/masking | case.read | case
POST /api/cases/:id/masking | case.mask | case | bureau
POST /api/cases/:id/name-reveals | case.reveal | case | bureau
POST /api/cases/:id/reopening | case.review | case | bureau
POST /api/cases/:id/reviews | case.review | case | bureau
POST /api/cases/:id/submission | case.edit | case | bureau
POST /api/cases/:id/void | case.edit | case | bureau
GET /api/cases/figures | case.read | named
GET /api/closure-applications | issue.read
GET /api/closure-applications/:id | issue.read | application
GET /api/closure-applications/:id/form.pdf | issue.read | application
POST /api/closure-applications/:id/reviews | closure.review | application | any
POST /api/closure-applications/:id/withdrawal | closure.apply | application | handler
GET /api/evidence/:id/content | evidence.read | evidence
POST /api/evidence/:id/withdrawal | evidence.add | evidence | any
POST /api/exports | issue.read
POST /api/extensions/:id/decision | extension.decide | extension | any
GET /api/issue-imports | issue.create
POST /api/issue-imports | issue.create
GET /api/issue-imports/:id | issue.create | import
POST /api/issue-imports/:id/application | issue.create | import
GET /api/issue-imports/:id/faulty-rows.xlsx | issue.create | import
GET /api/issue-imports/:id/result.xlsx | issue.create | import
GET /api/issue-imports/:id/rows | issue.create | import
POST /api/issue-imports/:id/withdrawal | issue.create | import
GET /api/issue-imports/template.xlsx | issue.create | campaign
POST /api/issue-urges | issue.urge
GET /api/issues | issue.read
POST /api/issues | issue.create | campaign
GET /api/issues.csv | issue.read
GET /api/issues.pdf | issue.read
GET /api/issues.xlsx | issue.read
GET /api/issues/:id | issue.read | issue
PATCH /api/issues/:id | issue.edit | issue | registrar
POST /api/issues/:id/acknowledgement | issue.acknowledge | issue | handler
POST /api/issues/:id/archive | issue.archive | issue | any
POST /api/issues/:id/assignment | issue.assign | issue | any
POST /api/issues/:id/carry-over | carryover.approve | issue | any
GET /api/issues/:id/cases | case.read | issue
GET /api/issues/:id/closure-applications | issue.read | issue
POST /api/issues/:id/closure-applications | closure.apply | issue | handler
POST /api/issues/:id/dispute | issue.dispute | issue | handler
GET /api/issues/:id/evidence | evidence.read | issue
POST /api/issues/:id/evidence | evidence.add | issue | any
GET /api/issues/:id/extensions | issue.read | issue
POST /api/issues/:id/extensions | extension.apply | issue | handler
GET /api/issues/:id/history | issue.read | issue
POST /api/issues/:id/immediate-closure | closure.immediate | issue | handler
GET /api/issues/:id/lookbacks | issue.read | issue
POST /api/issues/:id/lookbacks | lookback.record | issue | any
POST /api/issues/:id/merge | issue.merge | issue | any
GET /api/issues/:id/persons | issue.read | issue
POST /api/issues/:id/persons | person.edit | issue | any
PATCH /api/issues/:id/persons/:personId | person.edit | issue | any
POST /api/issues/:id/persons/:personId/reveals | person.reveal | issue | any
POST /api/issues/:id/persons/:personId/void | person.edit | issue | any
GET /api/issues/:id/plan | issue.read | issue
PUT /api/issues/:id/plan | plan.edit | issue | handler
POST /api/issues/:id/plan-review | plan.review | issue | any
POST /api/issues/:id/plan-submission | plan.submit | issue | handler
GET /api/issues/:id/progress | issue.read | issue
POST /api/issues/:id/progress | progress.add | issue | handler
POST /api/issues/:id/registration | issue.register | issue | registrar
POST /api/issues/:id/reopening | closure.reopen | issue | any
GET /api/issues/:id/responsibilities | issue.read | issue
POST /api/issues/:id/resumption | carryover.resume | issue | any
GET /api/issues/:id/supervision | notice.read | issue
GET /api/issues/:id/tasks | issue.read | issue
POST /api/issues/:id/tasks | plan.edit | issue | handler
POST /api/issues/:id/transfer | issue.transfer | issue | any
GET /api/issues/:id/urges | issue.read | issue
POST /api/issues/:id/urges | issue.urge | issue | any
POST /api/issues/:id/void | issue.void issue.edit | issue | any
POST /api/issues/person-search | issue.read
GET /api/ledger | issue.read
GET /api/ledger.csv | issue.read
GET /api/ledger.pdf | issue.read
GET /api/ledger.xlsx | issue.read
GET /api/ledger/balance | statistics.read | campaign
GET /api/ledger/balance.csv | statistics.read | campaign
GET /api/ledger/balance.xlsx | statistics.read | campaign
GET /api/ledger/counts | statistics.read | campaign
GET /api/notices | notice.read
POST /api/notices | notice.draft | named
GET /api/notices/:id | notice.read | notice
PATCH /api/notices/:id | notice.draft | notice | bureau
GET /api/notices/:id.pdf | notice.read | notice
POST /api/notices/:id/conclusion | notice.review | notice | bureau
POST /api/notices/:id/issuance | notice.issue | notice | bureau
GET /api/notices/:id/replies | notice.read | notice
POST /api/notices/:id/replies | notice.reply | notice | handler
POST /api/notices/:id/replies/:n/review | notice.review | notice | bureau
POST /api/notices/:id/replies/:n/signature | notice.signReply | notice | handler
POST /api/notices/:id/signing | notice.sign | notice | handler
POST /api/notices/:id/withdrawal | notice.issue notice.draft | notice | bureau
POST /api/notices/from-issue | notice.draft | issue | bureau
GET /api/report-calendar | report.read | campaign
GET /api/report-consolidations | report.read
POST /api/report-consolidations | report.consolidate | campaign
GET /api/report-consolidations/:id | report.read | consolidation
GET /api/report-consolidations/:id/verification | report.read | consolidation
GET /api/report-consolidations/:id/versions | report.read | consolidation
GET /api/report-consolidations/:id/versions/:versionNo.json | issue.read | consolidation
GET /api/report-consolidations/:id/versions/:versionNo.pdf | report.read | consolidation
GET /api/report-consolidations/:id/versions/:versionNo.xlsx | report.read | consolidation
GET /api/report-consolidations/preview | report.consolidate | campaign
POST /api/report-events | report.prepare report.submit report.urge | campaign
GET /api/report-shifts | report.read | campaign
POST /api/report-shifts | report.shift | campaign | receiver
POST /api/report-urges | report.urge | campaign
GET /api/report-urges/notice.pdf | report.urge | campaign
GET /api/reports | report.read
POST /api/reports | report.prepare report.submit | campaign
GET /api/reports/:id | report.read | report
POST /api/reports/:id/acceptance | report.review | report | receiver
GET /api/reports/:id/attachments | report.read | report
POST /api/reports/:id/attachments | report.prepare report.submit | report | worker
GET /api/reports/:id/attachments/:seq/content | issue.read | report
POST /api/reports/:id/attachments/:seq/withdrawal | report.prepare report.submit | report | worker
POST /api/reports/:id/correction | report.correct | report | worker
POST /api/reports/:id/correction-decision | report.review | report | receiver
POST /api/reports/:id/correction-withdrawal | report.correct | report | worker
GET /api/reports/:id/corrections | issue.read | report
PUT /api/reports/:id/draft | report.prepare report.submit | report | worker
POST /api/reports/:id/exemption | report.exempt | report | receiver
POST /api/reports/:id/exemption-withdrawal | report.exempt | report | receiver
GET /api/reports/:id/history | report.read | report
POST /api/reports/:id/paper-receipt | report.review | report | receiver
GET /api/reports/:id/precheck | issue.read | report
POST /api/reports/:id/return | report.review | report | receiver
GET /api/reports/:id/reviews | report.read | report
GET /api/reports/:id/reviews/:seq/notice.pdf | report.read | report
POST /api/reports/:id/submission | report.submit | report | worker
GET /api/reports/:id/urges | report.read | report
POST /api/reports/:id/urges | report.urge | report | receiver
GET /api/reports/:id/verification | report.read | report
GET /api/reports/:id/versions | report.read | report
GET /api/reports/:id/versions/:versionNo | report.read | report
GET /api/reports/:id/versions/:versionNo.json | issue.read | report
GET /api/reports/:id/versions/:versionNo.pdf | report.read | report
GET /api/reports/:id/versions/:versionNo.xlsx | report.read | report
GET /api/reports/:id/versions/:versionNo/correction.pdf | issue.read | report
GET /api/reports/:id/versions/:versionNo/ledger.pdf | issue.read | report
GET /api/reports/:id/versions/:versionNo/nil-report.pdf | report.read | report
GET /api/reports/duties | report.read
GET /api/responsibilities | issue.read
GET /api/responsibilities.csv | issue.read
GET /api/responsibilities.pdf | issue.read
GET /api/responsibilities.xlsx | issue.read
GET /api/statistics/categories | statistics.read | campaign
GET /api/statistics/comparisons | statistics.read | campaign
GET /api/statistics/light-wall | statistics.read | campaign
GET /api/statistics/overview | statistics.read | campaign
GET /api/statistics/report-punctuality | statistics.read | campaign
GET /api/statistics/rows | issue.read | campaign
GET /api/statistics/sources | statistics.read | campaign
GET /api/statistics/trend | statistics.read | campaign
GET /api/statistics/units | statistics.read | campaign
GET /api/statistics/unresolved | statistics.read | campaign
GET /api/statistics/unresolved.pdf | issue.read | campaign
GET /api/statistics/unresolved.xlsx | issue.read | campaign
GET /api/supervision/overview | notice.read | campaign
GET /api/supervision-measures | notice.read
POST /api/supervision-measures | notice.draft
GET /api/supervision-measures/:id | notice.read | measure
POST /api/supervision-measures/:id/completion | notice.draft | measure | bureau
POST /api/supervision-measures/:id/decision | notice.issueSevere | measure | bureau
GET /api/tasks | issue.read
GET /api/tasks.csv | issue.read
GET /api/tasks.pdf | issue.read
GET /api/tasks.xlsx | issue.read
PATCH /api/tasks/:id | progress.add | task | handler
`;
