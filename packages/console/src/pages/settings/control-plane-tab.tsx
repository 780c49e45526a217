import { Fact } from '../../components/fact.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { Skeleton, SkeletonRows } from '../../components/skeleton.tsx';
import { samplesOf } from '../../data/matrix.ts';
import { usePrometheus, useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useSession } from '../../session/session.tsx';
import { formatElapsed } from '../../text/format.ts';
import { CertificateEnd } from './certificate-end.tsx';
import { Sizes } from './sizes.tsx';
import './control-plane-tab.css';

const expiryMetric = 'seaworthy_tls_certificate_expiry_timestamp_seconds';
const auditMetric = 'seaworthy_audit_size_bytes';
const expr = `{__name__=~"${expiryMetric}|${auditMetric}",job="seaworthy"}`;

/** What this control plane is, until when its certificate holds, and how much room it takes. */
export function ControlPlaneTab() {
  const { may } = useSession();
  const isEnabled = may('metrics:read');
  const version = useRoute('version', {});
  const status = useLive((state) => state.status);
  const telemetry = useRoute('telemetry', {}, { pollMs: 60_000, isEnabled });
  const own = usePrometheus('/query', { query: expr }, samplesOf, { pollMs: 60_000, isEnabled });
  const gauge = (name: string) => own.data?.find(({ labels }) => labels['__name__'] === name)?.value;
  return (
    <>
      <Section title="What runs" isPadded>
        <Loaded reading={version} skeleton={<Skeleton height="3rem" />}>
          {(data) => (
            <dl className="plane-facts">
              <Fact name="Seaworthy">{data.version}</Fact>
              <Fact name="Node.js">{data.node.replace(/^v/, '')}</Fact>
              <Fact name="Service">{status?.service ?? '–'}</Fact>
              <Fact name="Environment">{status?.environment ?? '–'}</Fact>
              <Fact name="Up for">{status === undefined ? '–' : formatElapsed(status.uptimeSeconds * 1000)}</Fact>
              <Fact name="Certificate">
                <CertificateEnd expirySeconds={gauge(expiryMetric)} isKnown={own.data !== undefined} />
              </Fact>
            </dl>
          )}
        </Loaded>
      </Section>
      <Section title="State folder" about="what each store takes on the disk">
        {isEnabled ? (
          <Loaded reading={telemetry} skeleton={<SkeletonRows rows={4} />}>
            {({ stores }) => <Sizes stores={stores} auditBytes={gauge(auditMetric)} />}
          </Loaded>
        ) : (
          <Forbidden permission="metrics:read" />
        )}
      </Section>
    </>
  );
}
