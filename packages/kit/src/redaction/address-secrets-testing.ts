import type { SecretCase } from './secret-case-testing.ts';
import { one, password } from './secret-case-testing.ts';

const passwordsInUrls = () => [
  password(),
  `p@${password()}`,
  `${password()}/x:y`,
  `${password()}%40%2F`,
  `${password()}#?`,
];

const schemes = [
  'postgres postgresql mysql mariadb mongodb mongodb+srv redis rediss amqp amqps mssql cockroachdb clickhouse couchbase',
  'neo4j+s bolt cassandra ldap ldaps smtp smtps ftp sftp ssh nats mqtt jdbc:postgresql jdbc:mysql sqlserver influxdb',
].flatMap((line) => line.split(' '));

export function inUrls(): SecretCase[] {
  const cases = schemes.flatMap((scheme) =>
    passwordsInUrls().map((secret) =>
      one(`${scheme} URL`, `cannot reach ${scheme}://app:${secret}@db.example.org:5432/app?x=1`, secret),
    ),
  );
  const user = password();
  return [
    ...cases,
    ...['http', 'https', 'wss'].map((scheme) => one(scheme, `${scheme}://ada:${user}@x.org/path`, user)),
    one('a user alone', `https://${user}@github.com/x.git`, user),
    one('no user', `redis://:${user}@cache:6379/0`, user),
    one('percent-encoded', `url=postgres%3A%2F%2Fapp%3A${user}%40db%2Fapp`, user),
    one('Go MySQL', `app:${user}@tcp(db:3306)/app`, user),
    one('Oracle', `jdbc:oracle:thin:scott/${user}@db:1521/x`, user),
    one('signed', `https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA${user}&X-Amz-Signature=${user}${user}`, user),
    one('shared access', `https://a.blob.core.windows.net/c?sv=2026&sig=${user}%3D`, user),
    one('Slack', `post to https://hooks.slack.com/services/T0/B0/${user}`, user),
    one('Discord', `https://discord.com/api/webhooks/123456789/${user}`, user),
    one('Telegram', `https://api.telegram.org/bot123456789:AA${user}${user}xyz/sendMessage`, `${user}${user}`),
    one('OAuth code', `GET /cb?code=${user}${user}&state=1`, user),
  ];
}

export function connectionStrings(): SecretCase[] {
  const secret = password();
  return [
    `Server=db;Database=x;User Id=sa;Password=${secret};Encrypt=true`,
    `Server=db;Uid=sa;Pwd=${secret};`,
    `Server=db;Uid=sa;Pwd=two words ${secret};Encrypt=true`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
    `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${secret}=`,
    `host=db port=5432 user=app password=${secret} dbname=app`,
    `host=db password='${secret} x' dbname=app`,
    `sasl.jaas.config=PlainLoginModule required username="app" password="${secret}";`,
    `jdbc:sqlserver://db:1433;user=sa;password=${secret};encrypt=true`,
    `jdbc:postgresql://db/app?user=app&password=${secret}`,
    `PGPASSWORD=${secret} psql -h db`,
    `ALTER USER app PASSWORD '${secret}'`,
    `CREATE USER app IDENTIFIED BY '${secret}'`,
    `curl -u ada:${secret} https://x.org`,
    `curl --user ada:${secret} https://x.org`,
  ].map((text) => one('connection string', text, secret));
}
