import type { Narrative } from '../reporting/schedule/report.narrative.js';

/** What 青禾镇 writes in its summary of the second quarter; the figures come from the books. */
export const SUMMARY: Narrative = {
  reviewedBy: '青禾镇分管领导',
  phone: '023-61230000',
  practices: [
    {
      title: '“三方比对”堵漏洞',
      text: '建立公安、卫健、民政信息按月比对制度，逐户核实比对疑点，做到早发现、早处置。',
    },
    {
      title: '“入户清单”促落实',
      text: '对重病、重残等重点对象逐户填写入户清单，符合条件的当场告知、限时办理。',
    },
  ],
  discipline:
    '本季度配合区纪委监委查处1起近亲属违规享受低保问题，给予党纪处分1人、政务处分1人，违规资金全部追缴。',
  problems: [
    '主动发现机制不够健全，个别村月度信息对接不及时。',
    '公示材料制作不够规范，个别公示未作脱敏处理。',
  ],
  plans: [
    '7月底前完成各村（社区）信息员培训，按月通报信息对接情况。',
    '统一公示样式，7月15日前完成全镇公示材料复查。',
  ],
  withoutAttachment: [
    { title: '查处的违纪违法典型案例', text: '案例由区纪委监委查处，已由区局统一收集。' },
    { title: '专项治理工作开展情况总结', text: '总结即本报告正文。' },
  ],
};

/** What 望澜镇 has written so far of the same summary. */
export const BEGUN: Narrative = {
  reviewedBy: '望澜镇分管领导',
  practices: [
    { title: '“一户一档”补台账', text: '集中补正低保档案，逐份核对入户调查和民主评议记录。' },
  ],
};

/** The bureau's letter to the city on the progress of June. */
export const PROGRESS: Narrative = {
  reviewedBy: '社会救助科科长',
  phone: '023-61230001',
  practices: [
    {
      title: '“月调度”压实责任',
      text: '每月汇总五个镇街台账，逐项核对进展，对逾期问题发出督办单。',
    },
  ],
  discipline: '本月查处违纪违法问题线索正在核实，暂无新增处分。',
  problems: ['个别镇街台账退回重报，数据核对不细。'],
  plans: ['7月底前完成一轮回头看，对退回问题逐项复核。'],
  withoutAttachment: [
    { title: '工作台账', text: '台账随本报告一并封存。' },
    { title: '典型案例', text: '已编入第二季度通报。' },
  ],
};
