import { Target } from 'lucide-react';
import { address_of, useGet } from '../../lib/api';
import { day_name, percent } from '../../lib/format';
import { useSite } from '../../lib/site';
import { precision } from '../../lib/wire-settings';
import { Loaded } from '../../ui/loaded';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ScrollBox } from '../../ui/scroll-box';
import { ShareBar } from '../../ui/share-bar';
import table from '../../ui/table.module.css';

/** How often “hot” was right, as staff judged the leads. */
export function PrecisionSection() {
  const { site_id: site } = useSite();
  const query = useGet(address_of('/api/v1/score/precision', { site, weeks: 12 }), precision);
  return (
    <Panel
      title="How often “hot” was right"
      hint="Of the hot leads that staff judged real or not real, week by week."
    >
      <Loaded query={query}>
        {({ weeks }) =>
          weeks.length === 0 ? (
            <Notice icon={<Target aria-hidden />} title="Nothing judged yet">
              <p>On a person’s page, say whether the lead is real.</p>
            </Notice>
          ) : (
            <ScrollBox label="Precision by week">
              <table className={table.table}>
                <thead>
                  <tr>
                    <th>Week of</th>
                    <th className={table.number}>Hot leads</th>
                    <th className={table.number}>Real</th>
                    <th className={table.number}>Not real</th>
                    <th>Precision</th>
                  </tr>
                </thead>
                <tbody>
                  {weeks.map((week) => (
                    <tr key={week.week}>
                      <td>{day_name(week.week)}</td>
                      <td className={table.number}>{week.hot_leads}</td>
                      <td className={table.number}>{week.real}</td>
                      <td className={table.number}>{week.not_real}</td>
                      <td>
                        {week.precision === null ? (
                          <span className={table.soft}>nobody judged</span>
                        ) : (
                          <>
                            {percent(week.precision)}
                            <ShareBar share={week.precision} />
                          </>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )
        }
      </Loaded>
    </Panel>
  );
}
