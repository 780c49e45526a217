import { cliPage } from './cli-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { httpPage } from './http-page.ts';
import { metricsPage } from './metrics-page.ts';
import { promqlPage } from './promql-page.ts';

/** Every page of docs/reference by its file name, as the code says it now. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  return {
    'cli.md': await cliPage(),
    'configuration.md': configurationPage(),
    'errors.md': errorsPage(),
    'http.md': httpPage(),
    'metrics.md': await metricsPage(),
    'promql.md': promqlPage(),
  };
}
