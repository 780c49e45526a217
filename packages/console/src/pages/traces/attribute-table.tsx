import { Breakable } from '../../components/breakable.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { PageLink } from '../../navigation/page-link.tsx';

export interface AttributeTableProps {
  readonly title: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Other traces can be asked for by them. */
  readonly isAsked?: boolean;
}

/** Names and values, as they came. */
export function AttributeTable({ title, attributes, isAsked = false }: AttributeTableProps) {
  const entries = Object.entries(attributes);
  return (
    <table className="attributes">
      <caption>
        {title}
        {entries.length === 0 && <span className="soft"> none</span>}
      </caption>
      <tbody>
        {entries.map(([name, value]) => {
          const text = typeof value === 'string' ? value : JSON.stringify(value);
          return (
            <tr key={name}>
              <th scope="row">
                <Breakable text={name} />
              </th>
              <td className="attribute-value">
                {isAsked && text.length < 200 ? (
                  <PageLink
                    to="/traces"
                    search={{ attribute: `${name}=${text}` }}
                    label={`Traces with ${name} ${text}`}
                  >
                    {text}
                  </PageLink>
                ) : (
                  text
                )}
              </td>
              <td className="attribute-copy">
                <CopyButton text={text} label={`Copy ${name}`} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
