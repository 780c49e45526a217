import type { RuleGroup } from '@seaworthy/api';
import { Icon } from '../../components/icon.tsx';
import { useRoute } from '../../data/query.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { pollMs } from './poll.ts';
import { countRules } from './rule-words.ts';
import './rules-note.css';

/** A rule that cannot be evaluated alerts of nothing: said where one looks for alerts. */
export function RulesNote() {
  const { data } = useRoute('rules', {}, { pollMs });
  const { failing, blind: unknown } = countRules(data?.items ?? []);
  if (failing === 0 && unknown === 0) return null;
  const [count, search, words] =
    failing > 0
      ? [failing, 'failing', failing === 1 ? 'rule fails' : 'rules fail']
      : [unknown, 'unknown', unknown === 1 ? 'rule was never evaluated' : 'rules were never evaluated'];
  return (
    <p className="rules-note" role="status">
      <Icon name={failing > 0 ? 'warning' : 'question'} />
      <span>
        <PageLink to="/alerts/rules" search={{ health: search }}>
          {count} {words}
        </PageLink>
        : what {count === 1 ? 'it watches' : 'they watch'} is not known.
      </span>
    </p>
  );
}

/** `42 rules watch.` */
export function rulesSentence(groups: readonly RuleGroup[] | undefined): string {
  if (groups === undefined) return '';
  const { alerting, recording } = countRules(groups);
  if (alerting === 0) return 'No rule watches: name rule files under `rules:` in seaworthy.yaml.';
  const more = recording > 0 ? `, and ${recording} record` : '';
  return `${alerting} ${alerting === 1 ? 'rule watches' : 'rules watch'}${more}.`;
}
