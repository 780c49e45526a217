import { Icon } from '../../components/icon.tsx';

/** Nothing was found, which may be right: nobody rang. */
export function NoData() {
  return (
    <div className="panel-none">
      <Icon name="dash" />
      <p>
        <strong>No data</strong>
        <br />
        <span className="soft">Nothing was measured in this time.</span>
      </p>
    </div>
  );
}
