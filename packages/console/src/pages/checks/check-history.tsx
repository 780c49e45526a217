import { Skeleton } from '../../components/skeleton.tsx';
import { PageLink } from '../../navigation/page-link.tsx';
import { useSession } from '../../session/session.tsx';
import { OutcomeBars } from './outcome-bars.tsx';
import { useOutcomes } from './use-outcomes.ts';

const hours = 6;
const stepSeconds = 300;
const question = { stepSeconds, bars: (hours * 3600) / stepSeconds };

/** How a check was over the last hours, as the control plane's own metrics have it. */
export function CheckHistory({ instance, check }: { instance: string; check: string }) {
  const { may } = useSession();
  const selector = `seaworthy_instance_check{instance_id="${quoted(instance)}",check="${quoted(check)}"}`;
  const [history] = useOutcomes([{ ...question, selector }], may('metrics:read'));
  if (!may('metrics:read')) return null;
  const [series] = history?.series ?? [];
  return (
    <section className="check-history" aria-labelledby="check-history">
      <h3 id="check-history">Last {hours} hours</h3>
      {history === undefined ? (
        <Skeleton height="2.25rem" />
      ) : series === undefined ? (
        <p className="soft">Nothing was recorded of it yet.</p>
      ) : (
        <OutcomeBars times={history.times} values={series.values} isTall />
      )}
      <p className="soft check-history-about">
        Each bar is the worst of 5 minutes. Low: healthy; higher: degraded; full: unhealthy; a line: unknown.{' '}
        <PageLink to="/explore" search={{ expr: selector }}>
          Explore
        </PageLink>
      </p>
    </section>
  );
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&');
}
