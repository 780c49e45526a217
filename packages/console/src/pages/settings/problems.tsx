import type { ConfigProblem } from '@seaworthy/api';
import { Icon } from '../../components/icon.tsx';

/** What is wrong in the files, each with its place and what to write instead. */
export function Problems({ problems }: { problems: readonly ConfigProblem[] }) {
  return (
    <div className="problems">
      <p className="problems-head">
        <Icon name="cross" />
        <strong>
          {problems.length === 1 ? 'The files have a mistake' : `The files have ${problems.length} mistakes`}
        </strong>
        <span className="soft">What runs goes on as it is.</span>
      </p>
      <ul>
        {problems.map(({ place, path, message, fix }) => (
          <li key={`${place} ${path} ${message}`}>
            <span className="problem-place">
              <code>{place}</code>
              {path !== '' && <code className="soft">{path}</code>}
            </span>
            <span>
              {message}. <span className="soft">{fix}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
