const PARTS = [
  '经入户核查，',
  '未脱贫重残人员长期靠家庭供养，',
  '至今未按单人户纳入低保，',
  '镇村两级对分户政策理解不一，',
  '公示栏未张贴本季度名单，',
  '民主评议会议记录不完整，',
  '死亡信息比对滞后一个月，',
  '低保金通过他人存折代领，',
  '临时救助备用金台账登记不规范，',
  '特困人员照料服务协议未签订，',
  '护理补贴未按自理能力分档发放，',
  '近亲属备案表缺少经办人签字，',
  '求助电话工作时间无人接听，',
  '家庭经济状况核对报告超过有效期，',
  '动态复核未在规定时限内完成，',
  '系统数据与发放表册金额不一致，',
];

/** The word that the search looks for; about one issue in a hundred has it. */
export const RARE_WORD = '敬老院消防通道';

/** A sequence of numbers from 0 to 1 that is the same in every run (mulberry32). */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A finding of 60 to 200 characters in words of the trade.
 *
 * @param {() => number} random
 */
export function findingText(random) {
  const length = 60 + Math.floor(random() * 130);
  let text = random() < 0.01 ? `${RARE_WORD}被占用，` : '';
  while (text.length < length) text += PARTS[Math.floor(random() * PARTS.length)];
  return `${text.slice(0, length - 1)}。`;
}
