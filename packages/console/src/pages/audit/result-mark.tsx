import type { AuditResult } from '@seaworthy/api';
import { Mark } from '../../components/badge.tsx';
import { resultNames } from './entry-query.ts';

export function ResultMark({ result }: { result: AuditResult }) {
  const word = resultNames[result];
  switch (result) {
    case 'success':
      return <Mark tone="good" icon="check" word={word} />;
    case 'refused':
      return <Mark tone="doubt" icon="lock" word={word} />;
    case 'failure':
      return <Mark tone="bad" icon="cross" word={word} />;
  }
}
