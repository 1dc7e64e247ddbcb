/** What a reviewer asks of a reply (D06); each is a field of the review. */
export const QUESTIONS = {
  factsClear: '事实清楚',
  problemSolved: '问题解决',
  measuresCompliant: '措施合规',
  papersInOrder: '文书规范',
} as const;
