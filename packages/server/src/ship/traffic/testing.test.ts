import { slotNames } from '@seaworthy/api';
import { trafficConformance } from './conformance.ts';
import { testTraffic } from './testing.ts';
import { shareOf } from './traffic.ts';

trafficConformance('memory', async () => {
  const traffic = testTraffic(() => 0);
  const sick = new Set<string>();
  let asked = 0;
  traffic.isUp = ({ id }) => !sick.has(id);
  return {
    traffic,
    target: async (id) => ({
      target: { id, host: '127.0.0.1', port: 1 },
      sicken: async () => void sick.add(id),
    }),
    async ask() {
      const { split, slots } = await traffic.state();
      const open = slotNames.filter((name) => shareOf(split, name) > 0);
      const chosen = open[asked++ % open.length];
      if (chosen === undefined) return undefined;
      traffic.serve(chosen, 1);
      return slots[chosen][0]?.id;
    },
    restart: async () => traffic.restart(),
  };
});
