import type { Slo } from '@seaworthy/api';
import { CodeBlock } from '../../components/code.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { useRoute } from '../../data/query.ts';
import { SloCard } from './slo-card.tsx';
import { summaryOf, worstFirst } from './slo-words.ts';
import './slos-page.css';

/** Counts come every five minutes, and burn rates every half minute. */
const pollMs = 30_000;

/** What is promised, and what is left of what may fail. */
export function SlosPage() {
  const slos = useRoute('slos', { query: { points: 200 } }, { pollMs });
  const items = slos.data?.items;
  return (
    <Page title="Objectives" about={items === undefined || items.length === 0 ? <>&nbsp;</> : summaryOf(items)}>
      <Loaded reading={slos} skeleton={<Waiting />}>
        {(data) => (data.items.length === 0 ? <NoneYet /> : <Cards slos={data.items} />)}
      </Loaded>
    </Page>
  );
}

function Cards({ slos }: { slos: readonly Slo[] }) {
  return worstFirst(slos).map((slo) => <SloCard key={slo.name} slo={slo} />);
}

function Waiting() {
  return (
    <>
      <span className="unseen" role="status">
        Loading
      </span>
      <div className="card skeleton slo-space" />
      <div className="card skeleton slo-space" />
    </>
  );
}

const example = `slos:
  - { name: availability, objective: 99.9%, window: 30d, availability: true }`;

function NoneYet() {
  return (
    <div className="card">
      <Empty title="Nothing is promised yet" icon="target">
        <p>An objective says what share of the requests must be good. Write the first one in seaworthy.yaml:</p>
      </Empty>
      <div className="card-body">
        <CodeBlock label="example of an objective">{example}</CodeBlock>
      </div>
    </div>
  );
}
