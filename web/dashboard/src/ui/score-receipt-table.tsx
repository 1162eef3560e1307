import type { ScoreReceipt } from '../../../protocol/live';
import { event_name } from '../lib/format';
import { ScrollBox } from './scroll-box';
import table from './table.module.css';

const figure = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 2, signDisplay: 'exceptZero' });

/** Each contribution with what it is worth now; the rows add up to the score. */
export function ScoreReceiptTable({ receipt }: { receipt: ScoreReceipt }) {
  const { score, contributions, sum, rules_version } = receipt;
  return (
    <ScrollBox label="Score, item by item" is_tall>
      <table className={table.table}>
        <caption>
          Points fade with time; “now” is what is left of them.
          {rules_version ? ` Rules of version ${rules_version}.` : ''}
        </caption>
        <thead>
          <tr>
            <th>Rule</th>
            <th className={table.number}>Points</th>
            <th className={table.number}>Now</th>
          </tr>
        </thead>
        <tbody>
          {contributions.map(({ rule, event_type, points, timestamp, value_now }, index) => (
            <tr key={`${rule} ${event_type} ${timestamp} ${index}`}>
              <td>{event_name(rule)}</td>
              <td className={table.number}>{figure(points)}</td>
              <td className={table.number}>{figure(value_now)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th>Sum</th>
            <td />
            <td className={table.number}>{sum.toLocaleString('en-US', { maximumFractionDigits: 2 })}</td>
          </tr>
          {sum !== score && (
            <tr>
              <th>Score, whole and at most 100</th>
              <td />
              <td className={table.number}>{score}</td>
            </tr>
          )}
        </tfoot>
      </table>
    </ScrollBox>
  );
}
