import type { Actor } from '../platform/audit/audit-log.js';

/** Who an act done on the server's command line is attributed to. */
export const COMMAND_LINE: Actor = {
  userId: null,
  name: '系统（命令行）',
  unitId: null,
  bureauId: null,
};
