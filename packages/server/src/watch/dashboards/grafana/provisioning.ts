/** Grafana itself puts in what stands behind `$`, from its environment. */
export const dataSourceProvisioning = `# Copy to /etc/grafana/provisioning/datasources. Grafana reads from its environment:
#   SEAWORTHY_URL    where the control plane is, as Grafana reaches it: http://127.0.0.1:7070
#   SEAWORTHY_TOKEN  a token with metrics:read: seaworthy tokens create grafana --permission metrics:read
apiVersion: 1
datasources:
- name: Seaworthy
  uid: seaworthy
  type: prometheus
  access: proxy
  url: $SEAWORTHY_URL/prometheus
  jsonData:
    httpMethod: POST
    prometheusType: Prometheus
    timeInterval: 15s
    httpHeaderName1: Authorization
  secureJsonData:
    httpHeaderValue1: Bearer $SEAWORTHY_TOKEN
`;

export const dashboardsProvisioning = `# Copy to /etc/grafana/provisioning/dashboards, and the folder dashboards to /var/lib/grafana/dashboards/seaworthy.
apiVersion: 1
providers:
- name: Seaworthy
  folder: Seaworthy
  type: file
  allowUiUpdates: false
  options:
    path: /var/lib/grafana/dashboards/seaworthy
`;
