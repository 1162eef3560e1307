import type { Journey } from '../../../../protocol/live';
import { visitor_name } from '../../lib/format';
import { useNow } from '../../lib/ticker';
import { ActLog } from './act-log';
import { Deliveries } from './deliveries';
import { NoteForm } from './note-form';
import { StaffBar } from './staff-bar';
import styles from './staff-desk.module.css';

/** The staff's side of a journey: who cares for this visitor, what was done, what was sent. */
export default function StaffDesk({ journey }: { journey: Journey }) {
  const now = useNow();
  const { session, acts, deliveries } = journey;
  return (
    <section className={styles.desk} aria-label={`Staff and ${visitor_name(session)}`}>
      <StaffBar session={session} now={now} />
      <div className={styles.columns}>
        <section>
          <h3>Log</h3>
          <NoteForm session={session} />
          <ActLog acts={acts} now={now} />
        </section>
        <section>
          <h3>Sent to this visitor</h3>
          <Deliveries deliveries={deliveries} now={now} />
        </section>
      </div>
    </section>
  );
}
