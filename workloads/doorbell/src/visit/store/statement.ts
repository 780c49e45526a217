/** Name and attributes of a database span, as OpenTelemetry's conventions have them; never the values. */
export function statement(operation: 'INSERT' | 'UPDATE', table: string) {
  const attributes = { 'db.system.name': 'sqlite', 'db.operation.name': operation, 'db.collection.name': table };
  return [`${operation} ${table}`, attributes] as const;
}
