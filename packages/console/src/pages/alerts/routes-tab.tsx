import { useState } from 'react';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { useRoute } from '../../data/query.ts';
import { RouteTest } from './route-test.tsx';
import type { Lit } from './route-tree.tsx';
import { RouteTree } from './route-tree.tsx';
import { treeOf } from './route-words.ts';

/** Who is told of what: the tree, and the way that an alert takes through it. */
export function RoutesTab() {
  const routing = useRoute('alertRouting', {}, { pollMs: 60_000 });
  const [lit, setLit] = useState<Lit>(new Map());
  return (
    <>
      <RouteTest onWay={setLit} />
      <Section title="Routes" about="an alert goes down to the deepest that match it">
        <Loaded reading={routing}>
          {({ items }) => {
            const tree = treeOf(items);
            return tree && <RouteTree tree={tree} lit={lit} />;
          }}
        </Loaded>
      </Section>
    </>
  );
}
