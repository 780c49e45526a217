import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useRoute } from '../../data/query.ts';
import { DriftCard } from './drift-card.tsx';
import { SettingGroups } from './setting-groups.tsx';

export function ConfigTab() {
  const config = useRoute('config', {});
  return (
    <>
      <DriftCard />
      <Section title="As loaded" about={config.data && `environment ${config.data.environment}; secrets are hidden`}>
        <Loaded reading={config} skeleton={<SkeletonRows rows={12} />}>
          {(data) => <SettingGroups config={data} />}
        </Loaded>
      </Section>
    </>
  );
}
