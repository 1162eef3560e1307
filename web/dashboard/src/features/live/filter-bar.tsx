import { Bot, Flame, SlidersHorizontal, Snowflake, Sun, TriangleAlert, Users, X } from 'lucide-react';
import { useState } from 'react';
import type { Counts } from '../../../../protocol/live';
import { set_params, useParams } from '../../lib/navigation';
import { Button } from '../../ui/button';
import { SearchInput } from '../../ui/search-input';
import styles from './filter-bar.module.css';
import { active_filters } from './filter-params';
import { MoreFilters } from './more-filters';
import { clear_filters } from './use-filters';

const categories = [
  ['hot', 'Hot', Flame],
  ['warm', 'Warm', Sun],
  ['cold', 'Cold', Snowflake],
] as const;

/** What narrows the list, all of it in the address. */
export function FilterBar({ counts }: { counts: Counts | undefined }) {
  const params = useParams();
  const [is_open, set_open] = useState(false);
  const active = active_filters(params);
  const hidden = active.filter(({ name }) => !['q', 'category', 'struggling'].includes(name));
  const is_bots = params.get('lane') === 'bots';
  const toggle = (name: string, value: string) =>
    set_params({ [name]: params.get(name) === value ? null : value });
  return (
    <search className={styles.filters} aria-label="Filters">
      <div className={styles.bar}>
        <SearchInput
          label="Search visits"
          placeholder="Name, e-mail, page, property"
          value={params.get('q') ?? ''}
          on_search={(q) => set_params({ q })}
        />
        <fieldset className={styles.chips} aria-label="Temperature">
          {categories.map(([value, word, Icon]) => (
            <button
              key={value}
              type="button"
              className={`${styles.chip} ${styles[value]}`}
              aria-pressed={params.get('category') === value}
              onClick={() => toggle('category', value)}
            >
              <Icon size={15} aria-hidden />
              {word}
              {counts && !params.get('category') && <b>{counts[`${value}_count`].toLocaleString('en-US')}</b>}
            </button>
          ))}
          <button
            type="button"
            className={`${styles.chip} ${styles.hot}`}
            aria-pressed={params.get('struggling') === 'true'}
            onClick={() => toggle('struggling', 'true')}
          >
            <TriangleAlert size={15} aria-hidden />
            Struggling
          </button>
        </fieldset>
        <fieldset className={styles.chips} aria-label="Lane">
          <button
            type="button"
            className={styles.chip}
            aria-pressed={!is_bots}
            onClick={() => set_params({ lane: null })}
          >
            <Users size={15} aria-hidden />
            People
          </button>
          <button
            type="button"
            className={styles.chip}
            aria-pressed={is_bots}
            onClick={() => set_params({ lane: 'bots' })}
          >
            <Bot size={16} aria-hidden />
            Bots
          </button>
        </fieldset>
        <select
          className={styles.sort}
          aria-label="Order"
          value={params.get('sort') ?? 'started'}
          onChange={(event) =>
            set_params({ sort: event.target.value === 'started' ? null : event.target.value })
          }
        >
          <option value="started">Newest</option>
          <option value="score">Highest score</option>
          <option value="activity">Latest activity</option>
        </select>
        <Button aria-expanded={is_open} onClick={() => set_open(!is_open)}>
          <SlidersHorizontal size={16} aria-hidden />
          Filters{hidden.length > 0 && ` (${hidden.length})`}
        </Button>
      </div>
      {is_open && <MoreFilters />}
      {active.length > 0 && (
        <ul className={styles.active} aria-label="Filters that are on">
          {active.map(({ name, words }) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => set_params({ [name]: null })}
                aria-label={`Remove ${words}`}
              >
                {words}
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
          <li>
            <button type="button" className={styles.clear} onClick={clear_filters}>
              Clear all
            </button>
          </li>
        </ul>
      )}
    </search>
  );
}
